//! A renewal, before and after.

use super::{Fact, Heading, email, fact};
use crate::domain::calendar::{Day, Term};
use crate::domain::money::Money;
use crate::domain::renewal::WhyNot;
use crate::words::{self, t};

/// What lies ahead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenewalOutlook {
    /// The next term.
    Renews {
        /// The last day on which it can be turned off; may be over.
        last_cancel_day: Day,
        /// Whether that day is over.
        is_past_cut_off: bool,
        /// Whether these are the final figures.
        is_final: bool,
        /// Seats of the next term.
        seats: i64,
        /// Seats of the running term.
        seats_now: i64,
        /// What a seat will cost.
        per_seat: Money,
        /// What a seat costs in the running term.
        per_seat_now: Money,
        /// What the next term will cost, without tax.
        total: Money,
        /// Users of the running term above its seats that are billed with it, and what they cost, as far as is known (R24).
        true_up: Option<(i64, Money)>,
        /// Whether users above the seats are reconciled each quarter from then on, and were not until now.
        becomes_quarterly: bool,
        /// Last digits of the card that is charged; none: an invoice is sent.
        card: Option<String>,
    },
    /// It does not renew by itself.
    Ends {
        /// The subscription's last day, on which auto-renewal can still be turned on again.
        last_day: Day,
        /// Why.
        why: WhyNot,
        /// Whom to ask: the reseller, or the vendor.
        whom: String,
        /// Users of the running term above its seats that are billed at its end, and what they cost, as far as is known.
        true_up: Option<(i64, Money)>,
    },
}

/// A renewal lies ahead, or the end (R24).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenewalReminder {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// The renewal, or the day after the last.
    pub renews_on: Day,
    /// Days until then.
    pub days: i64,
    /// What lies ahead.
    pub outlook: RenewalOutlook,
    /// The subscription's page.
    pub link: String,
    /// Where auto-renewal is turned off, or a late request made.
    pub cancel_link: String,
}

/// The next term was bought (R20, R25).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewed {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// The new term.
    pub term: Term,
    pub seats: i64,
    /// What a seat costs in it.
    pub per_seat: Money,
    /// What the new term costs, without tax and without the true-up.
    pub total: Money,
    /// Whether somebody renewed early by hand.
    pub by_hand: bool,
    /// Last digits of the card that pays; none: an invoice comes.
    pub card: Option<String>,
    /// Users above the seats of the term before, and what they cost in addition, without tax.
    pub true_up: Option<(i64, Money)>,
    /// The last day on which the renewal after this one can be turned off.
    pub last_cancel_day: Day,
    /// The subscription's page.
    pub link: String,
}

impl RenewalReminder {
    /// Its subject.
    fn about(&self) -> String {
        let Heading { language, .. } = self.heading;
        let (number, days) = (self.number.as_str(), self.days);
        match self.outlook {
            RenewalOutlook::Renews { .. } => {
                t!(language, "email-renewal-reminder-subject", number = number, days = days)
            }
            RenewalOutlook::Ends { .. } => {
                t!(language, "email-renewal-reminder-ends-subject", number = number, days = days)
            }
        }
    }

    fn title(&self) -> String {
        let Heading { language, .. } = self.heading;
        match self.outlook {
            RenewalOutlook::Renews { .. } => {
                t!(language, "email-renewal-reminder-title", day = self.heading.day(self.renews_on))
            }
            RenewalOutlook::Ends { last_day, .. } => {
                t!(language, "email-renewal-reminder-ends-title", day = self.heading.day(last_day))
            }
        }
    }

    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let mut facts = self.heading.subscription(&self.number, &self.product).to_vec();
        match &self.outlook {
            RenewalOutlook::Ends { last_day, true_up, .. } => {
                facts.push(fact(t!(language, "email-fact-last-day"), &self.heading.day(*last_day)));
                facts.extend(self.heading.true_up(*true_up));
            }
            RenewalOutlook::Renews {
                last_cancel_day,
                seats,
                seats_now,
                per_seat,
                per_seat_now,
                total,
                true_up,
                card,
                ..
            } => {
                let (new, now) = (self.heading.number(*seats), self.heading.number(*seats_now));
                let seats = self.heading.beside_now(new, now);
                let (new, now) = (self.heading.money(*per_seat), self.heading.money(*per_seat_now));
                let per_seat = self.heading.beside_now(new, now);
                facts.extend([
                    fact(t!(language, "email-fact-renews-on"), &self.heading.day(self.renews_on)),
                    fact(t!(language, "email-fact-last-cancel-day"), &self.heading.day(*last_cancel_day)),
                    fact(t!(language, "email-fact-seats"), &seats),
                    fact(t!(language, "email-fact-per-seat"), &per_seat),
                    fact(t!(language, "email-fact-total-before-tax"), &self.heading.money(*total)),
                ]);
                facts.extend(self.heading.true_up(*true_up));
                facts.push(self.heading.paid_with(card.as_deref()));
            }
        }
        facts
    }
}

impl Renewed {
    /// The subject's last day, without a zone: nothing is due on it.
    fn last_day(&self) -> String {
        words::day(self.heading.language, self.term.last_day())
    }

    /// Whose doing it was, as the catalogues choose by it.
    fn by(&self) -> &'static str {
        if self.by_hand { "hand" } else { "itself" }
    }

    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let term = [
            self.heading.term(self.term),
            fact(t!(language, "email-fact-seats"), &self.heading.number(self.seats)),
            fact(t!(language, "email-fact-per-seat"), &self.heading.money(self.per_seat)),
            fact(t!(language, "email-fact-total-before-tax"), &self.heading.money(self.total)),
        ];
        let true_up = self.heading.true_up(self.true_up);
        let next = fact(t!(language, "email-fact-next-cancel-day"), &self.heading.day(self.last_cancel_day));
        let payment = self.heading.paid_with(self.card.as_deref());
        let subscription = self.heading.subscription(&self.number, &self.product);
        subscription.into_iter().chain(term).chain(true_up).chain([payment, next]).collect()
    }
}

impl Heading {
    /// Users above the seats, and what they cost.
    fn true_up(&self, true_up: Option<(i64, Money)>) -> Option<Fact> {
        let (users, amount) = true_up?;
        let (users, amount) = (self.users(users), self.money(amount));
        let value = t!(self.language, "email-users-and-price", users = users, amount = amount);
        Some(fact(t!(self.language, "email-fact-true-up"), &value))
    }

    /// What will be, and what is if that is something else.
    fn beside_now(&self, new: String, now: String) -> String {
        if new == now { new } else { t!(self.language, "email-figure-now", new = new, now = now) }
    }
}

email!(
    RenewalReminder,
    "mail/renewal_reminder/subject.txt",
    "mail/renewal_reminder/body.txt",
    "mail/renewal_reminder/body.html"
);
email!(Renewed, "mail/renewed/subject.txt", "mail/renewed/body.txt", "mail/renewed/body.html");
