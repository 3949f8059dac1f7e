//! What a subscription's card and page say about it, already decided and worded: the same sentences in both places.

use super::bar::{Bar, bar};
use super::bought::Bought;
use super::fact::Fact;
use super::wording::Wording;
use crate::domain::release::Advisory;
use crate::domain::renewal::{Outlook, WhyNot};
use crate::domain::role::Right;
use crate::http::badge::Badge;
use crate::words::{self, t};

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
    /// Term, renewal, billing, reconciliation.
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

impl Wording<'_> {
    /// Everything a card says; of flaws, those among what was published for its product.
    #[must_use]
    pub fn summary(&self, advisories: &[Advisory]) -> Summary {
        let l = self.language;
        let outlook = self.contract.outlook(self.today());
        let renews = matches!(outlook, Some(Outlook::Renews { .. }));
        let may_bill = self.may_bill();
        Summary {
            number: self.contract.subscription.number.clone(),
            title: Bought::in_contract(self.contract).what,
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

    fn seats(&self) -> Option<SeatsUsed> {
        let (l, used, seats) = (self.language, self.contract.used_now()?, self.paid_seats());
        Some(SeatsUsed {
            used: words::number(l, used),
            of: t!(l, "subscription-seats-of", seats = words::number(l, seats)),
            bar: bar(used, seats),
            peak: self.peak(),
        })
    }

    fn peak(&self) -> Option<String> {
        let l = self.language;
        let (term, quarter) = self.contract.running_quarter(self.today())?;
        let peak = self.contract.peak(term, quarter)?;
        let (users, day) = (words::number(l, peak.billable), words::day(l, peak.on));
        Some(t!(l, "subscription-peak", users = users, day = day))
    }

    fn badge(&self) -> Badge {
        let l = self.language;
        let outlook = self.contract.outlook(self.today());
        let upcoming = self.contract.terms_on(self.today()).upcoming();
        let over = self.contract.next_reconciliation(self.today()).map_or(0, |s| s.overage);
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
}
