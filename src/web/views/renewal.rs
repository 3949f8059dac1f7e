//! Whether a subscription renews, when and for how much, or why not.

use super::fact::Fact;
use super::wording::Wording;
use crate::domain::calendar::Day;
use crate::domain::renewal::{Outlook, WhyNot};
use crate::words::{self, t};

impl Wording<'_> {
    /// Renews when and for how much, or why not: the same function decides here and at the job (R23).
    #[must_use]
    pub fn renewal(&self) -> Option<Fact> {
        let l = self.language;
        let (text, small) = match self.contract.outlook(self.today())? {
            Outlook::Renews { on } => (self.renews_on(on), self.turn_off_until()),
            Outlook::Ends { last_day, why } => (self.why_not(why), self.works_until(last_day, why)),
            Outlook::Ended { last_day, .. } => (self.why_not(WhyNot::Ended), self.works_until(last_day, WhyNot::Ended)),
        };
        Some(Fact { label: t!(l, "subscription-renewal"), text, small })
    }

    fn renews_on(&self, on: Day) -> String {
        let l = self.language;
        let day = words::day(l, on);
        match self.contract.estimate(self.now) {
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
            WhyNot::NoPrice | WhyNot::AmountTooLarge => t!(l, "subscription-not-priced"),
            WhyNot::PaymentFailed => t!(l, "subscription-not-paid-for"),
            WhyNot::Cancelled => t!(l, "subscription-not-cancelled"),
        }
    }

    fn works_until(&self, last_day: Day, why: WhyNot) -> String {
        let l = self.language;
        let until = words::day(l, last_day);
        match (why, &self.contract.cancellation) {
            (WhyNot::Cancelled, Some(off)) => {
                let day = words::day(l, off.at.date_naive());
                t!(l, "subscription-cancelled-by", name = off.by.as_str(), day = day, until = until)
            }
            (WhyNot::Ended, _) => t!(l, "subscription-ended-on", day = until),
            _ => t!(l, "subscription-works-until", day = until),
        }
    }
}
