//! Auto-renewal is turned off, or on again, or must stay on.

use super::{Fact, Heading, email, fact};
use crate::domain::calendar::{Day, Instant};
use crate::domain::money::Money;
use crate::domain::renewal::WhyNot;
use crate::words::t;

/// Auto-renewal was turned off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenewalCancelled {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// The subscription's last day.
    pub last_day: Day,
    /// Who turned it off.
    pub by: String,
    pub at: Instant,
    /// What staff answered when they allowed it after the cut-off; none if it was in time.
    pub late_answer: Option<String>,
    /// The subscription's page.
    pub link: String,
    /// The last day on which it may be turned on again.
    pub resume_until: Day,
}

impl RenewalCancelled {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let last_day = fact(t!(language, "email-fact-last-day"), &self.heading.day(self.last_day));
        let subscription = self.heading.subscription(&self.number, &self.product);
        let done = self.heading.done(t!(language, "email-fact-turned-off-by"), &self.by, self.at);
        subscription.into_iter().chain([last_day]).chain(done).collect()
    }
}

email!(
    RenewalCancelled,
    "mail/renewal_cancelled/subject.txt",
    "mail/renewal_cancelled/body.txt",
    "mail/renewal_cancelled/body.html"
);

/// Auto-renewal was turned on again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenewalResumed {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// The next renewal.
    pub renews_on: Day,
    /// The last day on which it may be turned off; may be over.
    pub last_cancel_day: Day,
    /// Who turned it on.
    pub by: String,
    pub at: Instant,
    /// The subscription's page.
    pub link: String,
}

impl RenewalResumed {
    /// Whether there was still a day to turn it off again when it was turned on.
    fn may_turn_off_again(&self) -> bool {
        self.at.date_naive() <= self.last_cancel_day
    }

    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let days = [
            fact(t!(language, "email-fact-renews-on"), &self.heading.day(self.renews_on)),
            fact(t!(language, "email-fact-last-cancel-day"), &self.heading.day(self.last_cancel_day)),
        ];
        let subscription = self.heading.subscription(&self.number, &self.product);
        let done = self.heading.done(t!(language, "email-fact-turned-on-by"), &self.by, self.at);
        subscription.into_iter().chain(days).chain(done).collect()
    }
}

email!(
    RenewalResumed,
    "mail/renewal_resumed/subject.txt",
    "mail/renewal_resumed/body.txt",
    "mail/renewal_resumed/body.html"
);

/// Staff declined a late request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateRequestDeclined {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// The next renewal.
    pub renews_on: Day,
    /// What staff answered.
    pub answer: String,
    /// The subscription's page.
    pub link: String,
}

impl LateRequestDeclined {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let renews_on = fact(t!(language, "email-fact-renews-on"), &self.heading.day(self.renews_on));
        self.heading.subscription(&self.number, &self.product).into_iter().chain([renews_on]).collect()
    }
}

email!(
    LateRequestDeclined,
    "mail/late_request_declined/subject.txt",
    "mail/late_request_declined/body.txt",
    "mail/late_request_declined/body.html"
);

/// The subscription has ended, or could not be renewed (R24).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// Its last day.
    pub last_day: Day,
    /// Why it did not renew.
    pub why: WhyNot,
    /// Whom to ask: the reseller, or the vendor.
    pub whom: String,
    /// What the term still owes, without tax; none: nothing.
    pub owed: Option<Money>,
    /// The subscription's page.
    pub link: String,
}

impl Ended {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let last_day = fact(t!(language, "email-fact-last-day"), &self.heading.day(self.last_day));
        let owed = self.owed.map(|owed| fact(t!(language, "email-fact-true-up"), &self.heading.money(owed)));
        let subscription = self.heading.subscription(&self.number, &self.product);
        subscription.into_iter().chain([last_day]).chain(owed).collect()
    }
}

email!(Ended, "mail/ended/subject.txt", "mail/ended/body.txt", "mail/ended/body.html");
