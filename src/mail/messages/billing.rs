//! Invoices, what corrects them, and what is still open.

use super::{Fact, Heading, email, fact, payment};
use crate::domain::calendar::Day;
use crate::domain::money::Money;
use crate::words::t;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvoiceAbout {
    /// A first term.
    Purchase,
    /// The next term.
    Renewal,
    /// Seats bought within a term.
    Seats,
    /// A reconciled quarter.
    Reconciliation {
        /// Which one, 1 to 3.
        quarter: u32,
    },
    /// The annual true-up of a term.
    TrueUp,
}

/// An invoice was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// The invoice's number.
    pub invoice: String,
    /// What it comes to, with tax.
    pub total: Money,
    /// The last day to pay it; none: nothing is to be paid, or a card paid it.
    pub due_on: Option<Day>,
    /// Last digits of the card that paid it; none: it is to be paid.
    pub paid_by_card: Option<String>,
    pub about: InvoiceAbout,
    /// Opens this one invoice without an account.
    pub link: String,
    /// The last day on which that link works.
    pub link_until: Day,
    /// The same invoice on the portal, after signing in.
    pub portal_link: String,
}

/// A credit note was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditNote {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// The credit note's number.
    pub credit_note: String,
    /// The number of the invoice it corrects.
    pub invoice: String,
    /// What is credited, with tax; positive.
    pub total: Money,
    /// Why, in the words of staff.
    pub reason: String,
    /// Opens this one credit note without an account.
    pub link: String,
    /// The last day on which that link works.
    pub link_until: Day,
    /// The same credit note on the portal, after signing in.
    pub portal_link: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentAbout {
    /// A reconciled quarter.
    Reconciliation {
        /// Which one, 1 to 3.
        quarter: u32,
    },
    /// The next term.
    Renewal {
        /// Its first day.
        on: Day,
    },
    /// The annual true-up of a term.
    TrueUp,
}

/// A payment did not come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentFailed {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    pub about: PaymentAbout,
    /// What is open, with tax.
    pub amount: Money,
    /// Last digits of the card that was tried; none: an invoice is unpaid.
    pub card: Option<String>,
    /// When the card is tried again; none: no more by itself.
    pub next_try: Option<Day>,
    /// A reconciliation: the day it reverts to the annual true-up. A renewal: the last day before the license lapses. A
    /// true-up: the last day to pay it.
    pub until: Day,
    /// The page of payment methods.
    pub link: String,
}

impl Invoice {
    /// What it is for, in a word.
    fn about(&self) -> String {
        let (about, quarter) = match self.about {
            InvoiceAbout::Purchase => ("purchase", 0),
            InvoiceAbout::Renewal => ("renewal", 0),
            InvoiceAbout::Seats => ("seats", 0),
            InvoiceAbout::Reconciliation { quarter } => ("reconciliation", quarter),
            InvoiceAbout::TrueUp => ("true-up", 0),
        };
        self.heading.about(about, quarter)
    }

    /// Whether it is paid, as the catalogues choose by it.
    fn paid(&self) -> &'static str {
        if self.paid_by_card.is_some() { "yes" } else { "no" }
    }

    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let subscription = self.heading.subscription(&self.number, &self.product);
        let invoice = fact(t!(language, "email-fact-invoice"), &self.invoice);
        let rest = [
            fact(t!(language, "email-fact-about"), &self.about()),
            fact(t!(language, "email-fact-total"), &self.heading.money(self.total)),
            match (&self.paid_by_card, self.due_on) {
                (Some(card), _) => self.heading.paid_with(Some(card)),
                (None, Some(day)) => fact(t!(language, "email-fact-due-on"), &self.heading.day(day)),
                (None, None) => fact(t!(language, "email-fact-due-on"), "–"),
            },
            self.heading.link_until(self.link_until),
        ];
        [invoice].into_iter().chain(subscription).chain(rest).collect()
    }
}

impl CreditNote {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let subscription = self.heading.subscription(&self.number, &self.product);
        let credit_note = fact(t!(language, "email-fact-credit-note"), &self.credit_note);
        let invoice = fact(t!(language, "email-fact-invoice"), &self.invoice);
        let total = fact(t!(language, "email-fact-total"), &self.heading.money(self.total));
        let until = self.heading.link_until(self.link_until);
        [credit_note, invoice].into_iter().chain(subscription).chain([total, until]).collect()
    }
}

impl PaymentFailed {
    /// How it was to be paid, as the catalogues choose by it.
    fn payment(&self) -> &'static str {
        payment(self.card.is_some())
    }

    fn about(&self) -> String {
        let Heading { language, .. } = self.heading;
        let subscription = self.heading.named(&self.number, &self.product);
        match self.about {
            PaymentAbout::Reconciliation { quarter } => {
                t!(language, "email-payment-failed-reconciliation", quarter = quarter, subscription = subscription)
            }
            PaymentAbout::Renewal { on } => {
                let day = self.heading.day(on);
                t!(language, "email-payment-failed-renewal", day = day, subscription = subscription)
            }
            PaymentAbout::TrueUp => t!(language, "email-payment-failed-true-up", subscription = subscription),
        }
    }

    /// What happens if nothing is done.
    fn otherwise(&self) -> String {
        let Heading { language, ref brand, .. } = self.heading;
        let day = self.heading.day(self.until);
        match self.about {
            PaymentAbout::Reconciliation { .. } => t!(language, "email-payment-failed-reconciliation-until", day = day),
            PaymentAbout::Renewal { .. } => t!(language, "email-payment-failed-renewal-until", day = day),
            PaymentAbout::TrueUp => {
                t!(language, "email-payment-failed-true-up-until", day = day, brand = brand.as_str())
            }
        }
    }

    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let (about, until) = match self.about {
            PaymentAbout::Reconciliation { quarter } => {
                (self.heading.about("reconciliation", quarter), t!(language, "email-fact-reverts-on"))
            }
            PaymentAbout::Renewal { .. } => {
                (self.heading.about("renewal", 0), t!(language, "email-fact-license-until"))
            }
            PaymentAbout::TrueUp => (self.heading.about("true-up", 0), t!(language, "email-fact-pay-until")),
        };
        let next_try = self.next_try.map(|day| fact(t!(language, "email-fact-next-try"), &self.heading.day(day)));
        let payment = [
            fact(t!(language, "email-fact-about"), &about),
            fact(t!(language, "email-fact-amount"), &self.heading.money(self.amount)),
            self.heading.paid_with(self.card.as_deref()),
        ];
        let until = fact(until, &self.heading.day(self.until));
        let subscription = self.heading.subscription(&self.number, &self.product);
        subscription.into_iter().chain(payment).chain(next_try).chain([until]).collect()
    }
}

impl Heading {
    /// What is paid for, in a word; `quarter` is for reconciliations alone.
    fn about(&self, about: &str, quarter: u32) -> String {
        t!(self.language, "email-about", about = about, quarter = quarter)
    }

    fn link_until(&self, day: Day) -> Fact {
        fact(t!(self.language, "email-fact-link-until"), &self.day(day))
    }
}

email!(Invoice, "mail/invoice/subject.txt", "mail/invoice/body.txt", "mail/invoice/body.html");
email!(CreditNote, "mail/credit_note/subject.txt", "mail/credit_note/body.txt", "mail/credit_note/body.html");
email!(
    PaymentFailed,
    "mail/payment_failed/subject.txt",
    "mail/payment_failed/body.txt",
    "mail/payment_failed/body.html"
);
