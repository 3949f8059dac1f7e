//! Term, renewal, billing and reconciliation of a subscription, as a list of facts.

use super::bought::span;
use super::fact::Fact;
use super::wording::Wording;
use crate::domain::reconciliation::BillingMode;
use crate::domain::subscription::NextReconciliation;
use crate::words::{self, t};

impl Wording<'_> {
    pub(super) fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        facts.extend(self.term());
        facts.extend(self.next_term());
        facts.extend(self.renewal());
        facts.extend(self.billing());
        facts.extend(self.reconciliation());
        facts
    }

    fn term(&self) -> Option<Fact> {
        let l = self.language;
        let terms = self.contract.terms_on(self.today());
        let term = terms.running().or(terms.last())?;
        Some(Fact { label: t!(l, "subscription-term"), text: span(l, term.span), small: String::new() })
    }

    fn next_term(&self) -> Option<Fact> {
        let l = self.language;
        let next = self.contract.terms_on(self.today()).upcoming()?;
        let small = t!(l, "subscription-next-term-small", day = words::day(l, next.bought_at.date_naive()));
        let text =
            t!(l, "subscription-next-term-text", span = span(l, next.span), seats = words::number(l, next.seats));
        Some(Fact { label: t!(l, "subscription-next-term"), text, small })
    }

    pub(super) fn reconciliation(&self) -> Option<Fact> {
        let l = self.language;
        let (term, quarter) = self.contract.running_quarter(self.today())?;
        if !self.contract.is_direct() {
            return None;
        }
        if let Some(told) = self.told() {
            let (quarter, amount) = (i64::from(told.quarter), words::money(l, told.amount));
            let text = t!(l, "subscription-reconciliation-told", quarter = quarter, amount = amount);
            return Some(Fact {
                label: t!(l, "subscription-reconciliation"),
                text,
                small: self.reconciliation_outcome(told),
            });
        }
        let text = match (term.mode, self.contract.next_reconciliation(self.today())) {
            (BillingMode::Annual, _) if self.contract.renewal_of(term).is_some() => {
                t!(l, "subscription-reconciliation-done")
            }
            (BillingMode::Annual, _) => t!(l, "subscription-reconciliation-annual"),
            (BillingMode::Quarterly, _) if quarter.is_last => t!(l, "subscription-reconciliation-q4"),
            (BillingMode::Quarterly, None) => t!(l, "subscription-reconciliation-no-report"),
            (BillingMode::Quarterly, Some(next)) => self.would_cost(next),
        };
        let small = self.contract.next_reconciliation(self.today()).filter(|next| !next.amount.is_zero());
        let small = small.map_or_else(String::new, |next| self.dates(next));
        Some(Fact { label: t!(l, "subscription-reconciliation"), text, small })
    }

    fn would_cost(&self, next: NextReconciliation) -> String {
        let l = self.language;
        let day = words::day(l, next.reconciled_on);
        if next.amount.is_zero() {
            t!(l, "subscription-reconciliation-nothing", day = day)
        } else {
            t!(l, "subscription-reconciliation-amount", day = day, amount = words::money(l, next.amount))
        }
    }
}
