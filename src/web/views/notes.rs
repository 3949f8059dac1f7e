//! What needs attention about a subscription.

use super::health::severity;
use super::wording::Wording;
use crate::domain::instance::Instance;
use crate::domain::reconciliation::ReconciliationState;
use crate::domain::release::{Advisory, Flaw, Severity};
use crate::domain::subscription::timetable::MISSED_DAYS;
use crate::words::{self, t};

/// Notes about instances on a card at most.
const MOST_NOTES: usize = 3;

impl Wording<'_> {
    pub(super) fn notes(&self, advisories: &[Advisory]) -> Vec<String> {
        let l = self.language;
        let mut notes = Vec::new();
        if let Some(reseller) = &self.contract.account.reseller {
            notes.push(t!(l, "subscription-ask-reseller", reseller = reseller.as_str()));
        }
        if let Some(next) = self.contract.next_reconciliation(self.today()).filter(|s| s.overage > 0) {
            let (day, charged) = (words::day(l, next.reconciled_on), words::day(l, next.charged_on));
            let payment = self.contract.account.payment.as_str();
            notes.push(t!(
                l,
                "subscription-over",
                seats = next.overage,
                reconciled = day,
                payment = payment,
                charged = charged
            ));
        }
        if let Some(failed) = self.told().filter(|s| s.state == ReconciliationState::PaymentFailed) {
            notes.push(self.reconciliation_outcome(failed));
        }
        if let Some(asked) = self.contract.late_request {
            notes.push(t!(l, "subscription-late-request", day = words::day(l, asked.date_naive())));
        }
        let of_instances = self.contract.counts.iter().flat_map(|c| self.of_instance(&c.instance, advisories));
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
}
