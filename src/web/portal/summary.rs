//! What a subscription's card and page say about it, already decided and worded: the same sentences in both places.

use super::pieces::{Bought, severity};
use crate::domain::calendar::{Day, Instant, Quarter};
use crate::domain::instance::Instance;
use crate::domain::language::Language;
use crate::domain::overview::{NextSettlement, Overview};
use crate::domain::reconciliation::{BillingMode, Reason, Settlement, SettlementState};
use crate::domain::release::{Advisory, Flaw, Severity};
use crate::domain::renewal::{Outlook, WhyNot, last_cancel_day};
use crate::domain::role::{Right, Role};
use crate::domain::timetable::MISSED_DAYS;
use crate::domain::usage::overage;
use crate::words::{self, t};

/// Notes about instances on a card at most.
const MOST_NOTES: usize = 3;

/// One line of a list of facts.
pub struct Fact {
    /// What.
    pub label: String,
    /// How much or when.
    pub text: String,
    /// Why, or until when; empty if there is nothing to add.
    pub small: String,
}

/// A state in words, with its class.
pub struct Badge {
    /// `ok`, `warn`, `late` or `off`.
    pub class: &'static str,
    /// The words.
    pub text: String,
}

/// A bar: percentages with a decimal point, as SVG wants them in every language.
pub struct Bar {
    /// What is paid for.
    pub within: String,
    /// What goes beyond: nothing if nothing does.
    pub over: Option<String>,
}

/// Seats used and paid, where anything was reported.
pub struct SeatsUsed {
    /// Users as reported last.
    pub used: String,
    /// “of 100 seats used”.
    pub of: String,
    /// Both as a bar.
    pub bar: Bar,
    /// When it was highest.
    pub peak: Option<String>,
}

/// What a card or page says about a subscription.
pub struct Summary {
    /// `S-1042`.
    pub number: String,
    /// Product and tier.
    pub title: String,
    /// Its state.
    pub badge: Badge,
    /// Seats used and paid; none before the first report.
    pub seats: Option<SeatsUsed>,
    /// What to say instead before the first report.
    pub no_report: String,
    /// What needs attention.
    pub notes: Vec<String>,
    /// Term, renewal, billing, settlement.
    pub facts: Vec<Fact>,
    /// Whether the reader may turn the renewal off or ask for it late.
    pub may_turn_off: bool,
    /// Whether the last day to turn it off is over: only a late request is left, and turning it on cannot be undone.
    pub is_past_cut_off: bool,
    /// Whether the reader may turn it on again.
    pub may_turn_on: bool,
    /// Whether the reader may link instances.
    pub may_link: bool,
}

/// “1 September 2026 to 31 August 2027”.
#[must_use]
pub fn span(l: Language, term: crate::domain::calendar::Term) -> String {
    t!(l, "subscription-span", from = words::day(l, term.start), to = words::day(l, term.last_day()))
}

/// `part` of `whole` as `86.96%`.
#[must_use]
pub fn percent(part: i64, whole: i64) -> String {
    let hundredths = part.saturating_mul(10_000).checked_div(whole).unwrap_or(0).clamp(0, 10_000);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// Users against seats as a bar.
#[must_use]
pub fn bar(users: i64, seats: i64) -> Bar {
    let whole = users.max(seats);
    let over = overage(users, seats);
    Bar { within: percent(users - over, whole), over: (over > 0).then(|| percent(over, whole)) }
}

/// Words one subscription on a day in a language, for a reader with this role.
pub struct Teller<'a> {
    /// The subscription.
    pub overview: &'a Overview,
    /// The language.
    pub language: Language,
    /// The moment: its UTC day decides.
    pub now: Instant,
    /// The reader's role.
    pub role: Role,
}

impl Teller<'_> {
    /// The UTC day.
    #[must_use]
    pub fn today(&self) -> Day {
        self.now.date_naive()
    }

    /// Everything a card says; of flaws, those among what was published for its product.
    #[must_use]
    pub fn summary(&self, advisories: &[Advisory]) -> Summary {
        let l = self.language;
        let outlook = self.overview.outlook(self.today());
        let renews = matches!(outlook, Some(Outlook::Renews { .. }));
        let may_bill = self.may_bill();
        Summary {
            number: self.overview.subscription.number.clone(),
            title: Bought::in_overview(self.overview).what,
            badge: self.badge(),
            seats: self.seats(),
            no_report: t!(l, "subscription-no-report", seats = words::number(l, self.paid_seats())),
            notes: self.notes(advisories),
            facts: self.facts(),
            may_turn_off: may_bill && renews,
            is_past_cut_off: self.cut_off().is_some_and(|last| self.today() > last),
            may_turn_on: may_bill && matches!(outlook, Some(Outlook::Ends { why: WhyNot::Cancelled, .. })),
            may_link: self.role.has(Right::Technical),
        }
    }

    /// Whether the reader may do what costs money: a reseller's customer asks the reseller (R18).
    #[must_use]
    pub fn may_bill(&self) -> bool {
        self.role.has(Right::Billing) && self.overview.is_direct()
    }

    fn paid_seats(&self) -> i64 {
        let terms = self.overview.terms_on(self.today());
        terms.running().or(terms.last()).map_or(0, |t| t.seats)
    }

    /// The last day on which the renewal may be turned off.
    fn cut_off(&self) -> Option<Day> {
        let facts = self.overview.renewal_facts()?;
        Some(last_cancel_day(facts.last_term.end, facts.notice_days))
    }

    fn seats(&self) -> Option<SeatsUsed> {
        let (l, used, seats) = (self.language, self.overview.used_now()?, self.paid_seats());
        Some(SeatsUsed {
            used: words::number(l, used),
            of: t!(l, "subscription-seats-of", seats = words::number(l, seats)),
            bar: bar(used, seats),
            peak: self.peak(),
        })
    }

    fn peak(&self) -> Option<String> {
        let l = self.language;
        let (term, quarter) = self.overview.quarter(self.today())?;
        let peak = self.overview.peak(term, quarter)?;
        let (users, day) = (words::number(l, peak.billable), words::day(l, peak.on));
        Some(t!(l, "subscription-peak", users = users, day = day))
    }

    fn badge(&self) -> Badge {
        let l = self.language;
        let outlook = self.overview.outlook(self.today());
        let upcoming = self.overview.terms_on(self.today()).upcoming();
        let over = self.overview.next_settlement(self.today()).map_or(0, |s| s.overage);
        match outlook {
            _ if over > 0 => Badge { class: "warn", text: t!(l, "subscription-badge-over", seats = over) },
            Some(Outlook::Ends { why: WhyNot::Cancelled, .. }) => {
                Badge { class: "off", text: t!(l, "subscription-badge-cancelled") }
            }
            Some(Outlook::Ended { .. }) | None => Badge { class: "late", text: t!(l, "subscription-badge-ended") },
            Some(Outlook::Renews { .. }) if upcoming.is_some() => {
                Badge { class: "ok", text: t!(l, "subscription-badge-renewed") }
            }
            Some(Outlook::Renews { .. }) if self.cut_off().is_some_and(|last| self.today() > last) => {
                Badge { class: "ok", text: t!(l, "subscription-badge-renews-soon") }
            }
            Some(_) => Badge { class: "ok", text: t!(l, "subscription-badge-in-force") },
        }
    }

    fn notes(&self, advisories: &[Advisory]) -> Vec<String> {
        let l = self.language;
        let mut notes = Vec::new();
        if let Some(reseller) = &self.overview.account.reseller {
            notes.push(t!(l, "subscription-ask-reseller", reseller = reseller.as_str()));
        }
        if let Some(next) = self.overview.next_settlement(self.today()).filter(|s| s.overage > 0) {
            let (day, charged) = (words::day(l, next.settled_on), words::day(l, next.charged_on));
            let payment = self.overview.account.payment.as_str();
            notes.push(t!(
                l,
                "subscription-over",
                seats = next.overage,
                settled = day,
                payment = payment,
                charged = charged
            ));
        }
        if let Some(failed) = self.told().filter(|s| s.state == SettlementState::PaymentFailed) {
            notes.push(self.settlement_outcome(failed));
        }
        if let Some(asked) = self.overview.late_request {
            notes.push(t!(l, "subscription-late-request", day = words::day(l, asked.date_naive())));
        }
        let of_instances = self.overview.counts.iter().flat_map(|c| self.of_instance(&c.instance, advisories));
        let mut of_instances: Vec<String> = of_instances.collect();
        let more = of_instances.len().saturating_sub(MOST_NOTES);
        of_instances.truncate(MOST_NOTES);
        notes.extend(of_instances);
        if more > 0 {
            notes.push(t!(l, "subscription-more", count = i64::try_from(more).unwrap_or(i64::MAX)));
        }
        notes
    }

    /// That an instance has missed three days (R28), or runs a version with a pressing flaw, or one that cannot be compared (R35).
    fn of_instance(&self, instance: &Instance, advisories: &[Advisory]) -> Vec<String> {
        let (l, host) = (self.language, instance.called());
        let missed = instance.missed_days(self.now);
        let silent =
            (missed >= MISSED_DAYS).then(|| t!(l, "subscription-silent", instance = host.as_str(), days = missed));
        let worst = |found: Vec<Flaw<'_>>| found.first().map(|worst| worst.advisory.severity);
        let version = match instance.flaws(advisories).map(worst) {
            _ if instance.unlinked_at.is_some() => None,
            Some(worst) => worst
                .filter(|worst| *worst <= Severity::High)
                .map(|worst| t!(l, "subscription-flaw", instance = host.as_str(), severity = severity(l, worst))),
            None => Some(t!(
                l,
                "subscription-version-unreadable",
                instance = host.as_str(),
                version = instance.version.as_str()
            )),
        };
        version.into_iter().chain(silent).collect()
    }

    fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        facts.extend(self.term());
        facts.extend(self.next_term());
        facts.extend(self.renewal());
        facts.extend(self.billing());
        facts.extend(self.settlement());
        facts
    }

    fn term(&self) -> Option<Fact> {
        let l = self.language;
        let terms = self.overview.terms_on(self.today());
        let term = terms.running().or(terms.last())?;
        Some(Fact { label: t!(l, "subscription-term"), text: span(l, term.span), small: String::new() })
    }

    fn next_term(&self) -> Option<Fact> {
        let l = self.language;
        let next = self.overview.terms_on(self.today()).upcoming()?;
        let small = t!(l, "subscription-next-term-small", day = words::day(l, next.bought_at.date_naive()));
        let text =
            t!(l, "subscription-next-term-text", span = span(l, next.span), seats = words::number(l, next.seats));
        Some(Fact { label: t!(l, "subscription-next-term"), text, small })
    }

    /// Renews when and for how much, or why not: the same function decides here and at the job (R23).
    #[must_use]
    pub fn renewal(&self) -> Option<Fact> {
        let l = self.language;
        let (text, small) = match self.overview.outlook(self.today())? {
            Outlook::Renews { on } => (self.renews_on(on), self.turn_off_until()),
            Outlook::Ends { last_day, why } => (self.why_not(why), self.works_until(last_day, why)),
            Outlook::Ended { last_day, .. } => (self.why_not(WhyNot::Ended), self.works_until(last_day, WhyNot::Ended)),
        };
        Some(Fact { label: t!(l, "subscription-renewal"), text, small })
    }

    fn renews_on(&self, on: Day) -> String {
        let l = self.language;
        let day = words::day(l, on);
        match self.overview.estimate(self.now) {
            Some(e) => t!(l, "subscription-renews-for", day = day, amount = words::money(l, e.total)),
            None => t!(l, "subscription-renews", day = day),
        }
    }

    fn turn_off_until(&self) -> String {
        let l = self.language;
        let Some(last) = self.cut_off() else { return String::new() };
        let day = words::day(l, last);
        if self.today() > last {
            t!(l, "subscription-could-turn-off", day = day)
        } else {
            t!(l, "subscription-turn-off-until", day = day)
        }
    }

    /// Why it does not renew, or cannot be bought (R23).
    #[must_use]
    pub fn why_not(&self, why: WhyNot) -> String {
        let l = self.language;
        match why {
            WhyNot::Ended => t!(l, "subscription-not-ended"),
            WhyNot::CommunityOrTrial => t!(l, "subscription-not-paid"),
            WhyNot::Reseller => t!(l, "subscription-not-reseller"),
            WhyNot::PublicSector => t!(l, "subscription-not-public-sector"),
            WhyNot::PoRequired => t!(l, "subscription-not-po-required"),
            WhyNot::NoPrice => t!(l, "subscription-not-priced"),
            WhyNot::PaymentFailed => t!(l, "subscription-not-paid-for"),
            WhyNot::Cancelled => t!(l, "subscription-not-cancelled"),
        }
    }

    fn works_until(&self, last_day: Day, why: WhyNot) -> String {
        let l = self.language;
        let until = words::day(l, last_day);
        match (why, &self.overview.cancellation) {
            (WhyNot::Cancelled, Some(off)) => {
                let day = words::day(l, off.at.date_naive());
                t!(l, "subscription-cancelled-by", name = off.by.as_str(), day = day, until = until)
            }
            (WhyNot::Ended, _) => t!(l, "subscription-ended-on", day = until),
            _ => t!(l, "subscription-works-until", day = until),
        }
    }

    /// Quarterly or annual, and why; a reseller's customer is billed by the reseller.
    fn billing(&self) -> Option<Fact> {
        let l = self.language;
        let label = t!(l, "subscription-billing");
        if let Some(reseller) = &self.overview.account.reseller {
            let text = t!(l, "subscription-billing-reseller", reseller = reseller.as_str());
            return Some(Fact { label, text, small: String::new() });
        }
        let (text, small) = match self.overview.mode(self.today())? {
            (BillingMode::Quarterly, _) => (t!(l, "subscription-quarterly"), t!(l, "subscription-quarterly-why")),
            (BillingMode::Annual, reason) => {
                (t!(l, "subscription-annual"), reason.map_or_else(String::new, |r| self.annual(r)))
            }
        };
        Some(Fact { label, text, small })
    }

    /// Why a term is on the annual true-up.
    #[must_use]
    pub fn annual(&self, reason: Reason) -> String {
        let l = self.language;
        match reason {
            Reason::CommunityOrTrial => t!(l, "subscription-annual-trial"),
            Reason::Reseller => t!(l, "subscription-annual-reseller"),
            Reason::TermNot12Months => t!(l, "subscription-annual-term"),
            Reason::OptedOut => t!(l, "subscription-annual-opted-out"),
            Reason::PublicSector => t!(l, "subscription-annual-public-sector"),
            Reason::PoRequired => t!(l, "subscription-annual-po-required"),
            Reason::NotEnrolled if self.is_reverted() => t!(l, "subscription-annual-reverted"),
            Reason::NotEnrolled => t!(l, "subscription-annual-not-enrolled"),
            Reason::NotCloudLicensed => t!(l, "subscription-annual-not-linked"),
            // Reasons of a quarter, never of a term.
            Reason::Hold | Reason::Disputed | Reason::Q4 | Reason::NoUsageData | Reason::NoOverage => String::new(),
            Reason::VersionTooOld => {
                let version = self.overview.product.policy.minimum_version.as_str();
                t!(l, "subscription-annual-version", version = version)
            }
        }
    }

    /// Whether the term went back to the annual true-up because a card could not be charged (R14).
    fn is_reverted(&self) -> bool {
        let term = self.overview.terms_on(self.today()).running().or(self.overview.terms.last());
        let reverted = |s: &Settlement| s.state == SettlementState::RevertedToTrueUp;
        term.is_some_and(|t| self.overview.settlements.iter().any(|s| s.term == t.id && reverted(s)))
    }

    fn settlement(&self) -> Option<Fact> {
        let l = self.language;
        let (term, quarter) = self.overview.quarter(self.today())?;
        if !self.overview.is_direct() {
            return None;
        }
        if let Some(told) = self.told() {
            let (quarter, amount) = (i64::from(told.quarter), words::money(l, told.amount));
            let text = t!(l, "subscription-settlement-told", quarter = quarter, amount = amount);
            return Some(Fact { label: t!(l, "subscription-settlement"), text, small: self.settlement_outcome(told) });
        }
        let text = match (term.mode, self.overview.next_settlement(self.today())) {
            (BillingMode::Annual, _) if self.overview.renewal_of(term).is_some() => {
                t!(l, "subscription-settlement-done")
            }
            (BillingMode::Annual, _) => t!(l, "subscription-settlement-annual"),
            (BillingMode::Quarterly, _) if quarter.is_last => t!(l, "subscription-settlement-q4"),
            (BillingMode::Quarterly, None) => t!(l, "subscription-settlement-no-report"),
            (BillingMode::Quarterly, Some(next)) => self.would_cost(next),
        };
        let small = self.overview.next_settlement(self.today()).filter(|next| !next.amount.is_zero());
        let small = small.map_or_else(String::new, |next| self.dates(next));
        Some(Fact { label: t!(l, "subscription-settlement"), text, small })
    }

    /// The settlement that is told and not paid.
    fn told(&self) -> Option<&Settlement> {
        let is_open = |s: &&Settlement| s.state.is_payable() || s.state == SettlementState::Disputed;
        self.overview.settlements.iter().find(is_open).filter(|_| self.overview.is_direct())
    }

    fn dates(&self, next: NextSettlement) -> String {
        let l = self.language;
        let (settled, charged) = (words::day(l, next.settled_on), words::day(l, next.charged_on));
        let payment = self.overview.account.payment.as_str();
        t!(l, "settlement-dates", settled = settled, payment = payment, charged = charged)
    }

    fn would_cost(&self, next: NextSettlement) -> String {
        let l = self.language;
        let day = words::day(l, next.settled_on);
        if next.amount.is_zero() {
            t!(l, "subscription-settlement-nothing", day = day)
        } else {
            t!(l, "subscription-settlement-amount", day = day, amount = words::money(l, next.amount))
        }
    }

    /// How the running quarter's amount comes about, and what the annual true-up would be instead.
    #[must_use]
    pub fn arithmetic(&self, quarter: Quarter) -> Option<String> {
        let l = self.language;
        let next = self.overview.next_settlement(self.today()).filter(|n| n.quarter == quarter && n.overage > 0)?;
        let term = self.overview.terms_on(self.today()).running()?;
        let annual = crate::domain::invoice::term_price(next.overage, term.per_seat).ok()?;
        let peak = self.overview.peak(term, quarter)?;
        Some(t!(
            l,
            "subscription-arithmetic",
            users = words::number(l, peak.billable),
            day = words::day(l, peak.on),
            seats = words::number(l, term.seats),
            over = words::number(l, next.overage),
            price = words::money(l, term.per_seat),
            quarters = i64::from(quarter.remaining()),
            amount = words::money(l, next.amount),
            annual = words::money(l, annual)
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_whole_and_shows_what_goes_beyond() {
        let shown = bar(115, 100);
        assert_eq!((shown.within.as_str(), shown.over.as_deref()), ("86.95%", Some("13.04%")));
        let within = bar(25, 100);
        assert_eq!((within.within.as_str(), within.over.as_deref()), ("25.00%", None));
        assert_eq!(bar(0, 0).within, "0.00%");
    }
}
