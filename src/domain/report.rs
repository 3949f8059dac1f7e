//! What a report makes of an instance: what is known of it afterwards, the days it counts for, and the alerts that begin or
//! end with it (R5, R27, R33–R35). The one place for that, whichever door a report came in by.

use super::calendar::{Day, Instant, Term, end_of};
use super::ids::{InstanceId, ReceivedId, SubscriptionId};
use super::instance::{AlertKind, Instance, PRODUCTION, ReportedBy, is_clock_off, is_upgrade_taken};
use super::release::UpdatePolicy;
use super::subscription::BoughtTerm;

/// What an instance reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Who: the UUID the instance made for itself.
    pub instance: InstanceId,
    pub subscription: SubscriptionId,
    /// What it calls its machine; may be empty.
    pub hostname: String,
    /// `production` or what else it calls itself.
    pub environment: String,
    /// The version that runs.
    pub version: String,
    /// When it was made, by the instance's own clock.
    pub at: Instant,
    /// Active users.
    pub active: i64,
    /// Inactive users.
    pub inactive: i64,
    /// Billable users (R4).
    pub billable: i64,
    /// The term-wide maximum as the instance keeps it; none if it tells none.
    pub reported_max: Option<i64>,
    /// The highest count of each day it carries.
    pub daily: Vec<(Day, i64)>,
    /// How it came.
    pub by: ReportedBy,
    /// The signed message it came in; none: the vendor's own count (R18), or a scenario's.
    pub signed: Option<Signed>,
}

/// What a message says besides its report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The key it was signed with, as it rests.
    pub public_key: String,
    /// Its sequence number.
    pub seq: i64,
    /// Its name.
    pub jti: String,
    /// Whether it brings the activation code. With a number that is used up, that says that its instance was restored.
    pub proves_code: bool,
    /// The name of the token its instance took last.
    pub ack: Option<String>,
    /// Whether its instance installs updates.
    pub can_install: bool,
    /// Up to which generation its instance knows our keys, and which it is now sent; none: it is not answered at once.
    pub keys: Option<(i64, i64)>,
    /// Under which key it was kept when it was pasted.
    pub received: Option<ReceivedId>,
}

/// What became of an alert about the instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alert {
    /// It is so, with this detail; what was said lately is not said again.
    Raised(String),
    /// It has just begun, whatever was said before.
    Begun(String),
    Over,
}

/// What a report that was accepted makes of its instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The instance as it is now.
    pub instance: Instance,
    /// What its days counted: a day's maximum only rises (R32).
    pub days: Vec<(Day, i64)>,
    /// What staff should see, or need not see any more.
    pub alerts: Vec<(AlertKind, Alert)>,
    /// Whether this linked it, for the first time or again.
    pub is_linked_by_it: bool,
    /// Whether it was restored from a backup: what looked like a second machine was this one (R34).
    pub is_restored: bool,
    /// Whether its version can be compared again: what people were told of the one before says nothing of this one.
    pub is_comparable_again: bool,
}

impl Report {
    /// Accepts a report of an instance as it was known; none: it is new. `terms` are those of the subscription.
    ///
    /// What an instance is (name, environment, version, how it reports) is what its report made last says, so that the order
    /// in which reports come changes nothing (R5, R19).
    #[must_use]
    pub fn accept(&self, known: Option<&Instance>, terms: &[BoughtTerm], now: Instant) -> Accepted {
        let is_linked = known.is_some_and(|i| i.unlinked_at.is_none());
        let is_restored = is_linked && known.is_some_and(|i| self.is_used_up(i));
        let instance = Instance {
            term_max: self.kept_max(known, terms).unwrap_or(0).max(self.highest()),
            heard_at: now,
            linked_at: known.filter(|_| is_linked).map_or(now, |i| i.linked_at),
            unlinked_at: None,
            ..self.signed_for(self.described(known, now))
        };
        Accepted {
            days: self.days(),
            alerts: self.alerts(known, &instance, terms, now),
            is_linked_by_it: !is_linked,
            is_restored,
            is_comparable_again: instance.is_comparable() && known.is_some_and(|i| !i.is_comparable()),
            instance,
        }
    }

    /// Whether it counts for anything: one that comes from no production does not (R5).
    #[must_use]
    pub fn counts(&self) -> bool {
        self.environment == PRODUCTION
    }

    /// When its counts were taken: a count belongs to that instant, not to the one at which it was sent. A message tells the days on
    /// which its product counted, and so the last of them.
    #[must_use]
    pub fn counted_at(&self) -> Instant {
        let last = self.daily.iter().map(|(day, _)| *day).max().filter(|_| self.signed.is_some());
        last.filter(|day| *day < self.at.date_naive()).map_or(self.at, end_of)
    }

    fn days(&self) -> Vec<(Day, i64)> {
        if !self.counts() {
            return Vec::new();
        }
        self.daily.iter().copied().chain([(self.counted_at().date_naive(), self.billable)]).collect()
    }

    fn highest(&self) -> i64 {
        self.reported_max.unwrap_or(self.billable)
    }

    /// Whether its number is used up, and it was accepted all the same.
    fn is_used_up(&self, known: &Instance) -> bool {
        self.signed.as_ref().is_some_and(|signed| signed.proves_code && signed.seq <= known.last_seq)
    }

    /// The maximum that was reported before. That of a term that is over says nothing about the running one; time stamped
    /// backwards changes no term.
    fn kept_max(&self, known: Option<&Instance>, terms: &[BoughtTerm]) -> Option<i64> {
        let known = known.filter(|i| i.last_report_at > self.at || same_term(terms, i.last_report_at, self.at));
        known.map(|i| i.term_max)
    }

    /// The instance with what the report made last says of it.
    fn described(&self, known: Option<&Instance>, now: Instant) -> Instance {
        let Some(known) = known else { return self.new_instance(now) };
        if known.last_report_at > self.at {
            return known.clone();
        }
        Instance {
            hostname: self.hostname.clone(),
            environment: self.environment.clone(),
            version: self.version.clone(),
            reports_by: self.by,
            last_report_at: self.at,
            ..known.clone()
        }
    }

    fn new_instance(&self, now: Instant) -> Instance {
        Instance {
            id: self.instance,
            subscription: self.subscription,
            hostname: self.hostname.clone(),
            environment: self.environment.clone(),
            version: self.version.clone(),
            public_key: self.signed.as_ref().map(|signed| signed.public_key.clone()).unwrap_or_default(),
            last_seq: 0,
            term_max: 0,
            last_report_at: self.at,
            linked_at: now,
            reports_by: self.by,
            heard_at: now,
            last_jti: String::new(),
            update_policy: UpdatePolicy::Warn,
            upgrade_asked_at: None,
            upgrade_told_jti: None,
            unlinked_at: None,
            keys_known: 0,
            keys_sent: 0,
        }
    }

    /// The instance with what its signed message reconciles: its turn, the upgrade it took, and the keys it knows.
    fn signed_for(&self, known: Instance) -> Instance {
        let Some(signed) = &self.signed else { return known };
        let (keys_known, keys_sent) = signed.keys.unwrap_or((known.keys_known, known.keys_sent));
        let is_upgraded = is_upgrade_taken(&known, signed.ack.as_deref(), signed.can_install);
        Instance {
            // Never lower, so that nothing sent before a restore can be sent again.
            last_seq: known.last_seq.max(signed.seq),
            last_jti: signed.jti.clone(),
            upgrade_asked_at: known.upgrade_asked_at.filter(|_| !is_upgraded),
            upgrade_told_jti: known.upgrade_told_jti.clone().filter(|_| !is_upgraded),
            keys_known,
            keys_sent,
            ..known
        }
    }

    fn alerts(
        &self,
        known: Option<&Instance>,
        instance: &Instance,
        terms: &[BoughtTerm],
        now: Instant,
    ) -> Vec<(AlertKind, Alert)> {
        let mut alerts = Vec::new();
        let is_restored = known.is_some_and(|i| i.unlinked_at.is_none() && self.is_used_up(i));
        let fell =
            self.reported_max.zip(self.kept_max(known, terms)).filter(|(told, kept)| told < kept && !is_restored);
        if let Some((told, kept)) = fell {
            alerts.push((AlertKind::FallingMaximum, Alert::Raised(format!("{told} after {kept}"))));
        }
        if self.by == ReportedBy::Sync && is_clock_off(self.at, now) {
            alerts.push((AlertKind::ClockOff, Alert::Raised(stamp(self.at))));
        }
        match (known.is_some_and(Instance::counts_now), instance.counts()) {
            (true, false) => alerts.push((AlertKind::LeftProduction, Alert::Raised(instance.environment.clone()))),
            (false, true) => alerts.push((AlertKind::LeftProduction, Alert::Over)),
            (true, true) | (false, false) => {}
        }
        let version = match (instance.is_comparable(), known.is_none_or(Instance::is_comparable)) {
            (true, _) => Alert::Over,
            (false, true) => Alert::Begun(instance.version.clone()),
            (false, false) => Alert::Raised(instance.version.clone()),
        };
        alerts.push((AlertKind::UnparsableVersion, version));
        alerts
    }
}

/// A moment as the detail of an alert.
#[must_use]
pub fn stamp(at: Instant) -> String {
    at.format("%F %H:%M UTC").to_string()
}

/// Whether two moments lie in one term: an instance begins its maximum anew with each term.
fn same_term(terms: &[BoughtTerm], a: Instant, b: Instant) -> bool {
    let term_of = |at: Instant| terms.iter().map(|t| t.span).find(|span: &Term| span.contains(at.date_naive()));
    term_of(a) == term_of(b)
}
