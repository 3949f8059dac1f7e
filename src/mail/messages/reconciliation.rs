//! A quarter's reconciliation, from the warning to the receipt.

use super::{Fact, Heading, email, fact, payment};
use crate::domain::calendar::{Day, Term};
use crate::domain::late::{LateLine, seats_of};
use crate::domain::money::Money;
use crate::domain::reconciliation::DisputeOutcome;
use crate::words::t;

/// More users than seats, a week before the quarter ends (R12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadsUp {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// The running quarter, 1 to 3.
    pub quarter: u32,
    /// Its days.
    pub quarter_span: Term,
    /// The highest count so far.
    pub peak: i64,
    pub peak_on: Day,
    /// Seats paid for.
    pub seats: i64,
    /// Users above the seats.
    pub overage: i64,
    /// What the reconciliation would cost as of today, without tax.
    pub amount: Money,
    /// When it is computed.
    pub reconciled_on: Day,
    /// When it is charged or invoiced.
    pub charged_on: Day,
    /// Whether a card is charged then.
    pub by_card: bool,
    /// Where seats are bought.
    pub link: String,
}

/// A quarter was reconciled, and will be charged; everything R15 wants named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciliationNotice {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// Host names of the instances that were counted; none for a service.
    pub instances: Vec<String>,
    /// The reconciled quarter, 1 to 3.
    pub quarter: u32,
    /// Its days.
    pub quarter_span: Term,
    /// Its highest count.
    pub peak: i64,
    /// The day of the highest count.
    pub peak_on: Day,
    /// Seats paid for.
    pub seats: i64,
    /// Users above the seats and what late counts add.
    pub overage: i64,
    /// Counts of quarters reconciled before, which are billed with it (R6a).
    pub late: Vec<LateLine>,
    /// The effective price of a seat for a year.
    pub per_seat: Money,
    /// Quarters that are left in the term.
    pub remaining_quarters: u32,
    /// What is charged, without tax: the result of the arithmetic.
    pub amount: Money,
    /// What the annual true-up would have cost, without tax.
    pub annual: Money,
    /// When it is charged or invoiced.
    pub charged_on: Day,
    /// Last digits of the card that is charged; none: an invoice is sent.
    pub card: Option<String>,
    /// First day the new seats count.
    pub seats_from: Day,
    /// The reconciliation's page, where one can object.
    pub link: String,
}

/// A reconciliation was charged to the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciliationCharged {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// The reconciled quarter, 1 to 3.
    pub quarter: u32,
    /// Its days.
    pub quarter_span: Term,
    /// Seats that were added.
    pub overage: i64,
    /// What was charged, with tax.
    pub amount: Money,
    /// Last digits of the card.
    pub card: String,
    /// Seats until now.
    pub seats_before: i64,
    /// Seats from now on.
    pub seats_after: i64,
    /// First day the new seats count.
    pub seats_from: Day,
    /// The invoice's number.
    pub invoice: String,
    /// Opens that one invoice without an account.
    pub invoice_link: String,
    /// The reconciliation's page.
    pub link: String,
}

/// What a quarter came to: the same facts before and after it is reconciled.
struct Count {
    quarter: u32,
    span: Term,
    peak: i64,
    peak_on: Day,
    seats: i64,
    overage: i64,
}

impl Heading {
    fn quarter(&self, quarter: u32, span: Term) -> Fact {
        fact(t!(self.language, "subscription-quarter", number = quarter), &self.span(span))
    }

    fn count(&self, count: &Count) -> [Fact; 4] {
        let peak = t!(self.language, "email-peak-on", users = self.number(count.peak), day = self.day(count.peak_on));
        [
            self.quarter(count.quarter, count.span),
            fact(t!(self.language, "email-fact-peak"), &peak),
            fact(t!(self.language, "email-fact-paid-seats"), &self.number(count.seats)),
            fact(t!(self.language, "email-fact-overage"), &self.number(count.overage)),
        ]
    }

    /// The day on which money is asked for, under a label that says how.
    fn charged(&self, by_card: bool, day: Day) -> Fact {
        let label = if by_card {
            t!(self.language, "email-fact-charged-on")
        } else {
            t!(self.language, "email-fact-invoiced-on")
        };
        fact(label, &self.day(day))
    }

    fn seats_from(&self, day: Day) -> Fact {
        fact(t!(self.language, "email-fact-seats-from"), &self.day(day))
    }
}

impl HeadsUp {
    /// How it will be paid, as the catalogues choose by it.
    fn payment(&self) -> &'static str {
        payment(self.by_card)
    }

    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let &Self { quarter, quarter_span: span, peak, peak_on, seats, overage, .. } = self;
        let ahead = [
            fact(t!(language, "email-fact-amount-today"), &self.heading.money(self.amount)),
            fact(t!(language, "email-fact-reconciled-on"), &self.heading.day(self.reconciled_on)),
            self.heading.charged(self.by_card, self.charged_on),
        ];
        let subscription = self.heading.subscription(&self.number, &self.product);
        let count = self.heading.count(&Count { quarter, span, peak, peak_on, seats, overage });
        subscription.into_iter().chain(count).chain(ahead).collect()
    }
}

impl ReconciliationNotice {
    /// The seats once it is paid.
    fn seats_after(&self) -> i64 {
        self.seats.saturating_add(seats_of(&self.late)).saturating_add(self.overage)
    }

    /// What its own quarter costs.
    fn own_amount(&self) -> Money {
        let late = self.late.iter().map(|line| line.amount.minor).fold(0, i64::saturating_add);
        Money::new(self.amount.minor.saturating_sub(late), self.amount.currency)
    }

    /// Seats that were paid for when its own quarter is counted.
    fn seats_with_late(&self) -> i64 {
        self.seats.saturating_add(seats_of(&self.late))
    }

    /// A quarter that was reconciled from less than is known now, in one sentence.
    fn late_sentence(&self, line: &LateLine) -> String {
        t!(
            self.heading.language,
            "email-reconciliation-notice-late",
            quarter = line.quarter,
            users = self.heading.users(line.peak.billable),
            day = self.heading.day(line.peak.on),
            seats = self.heading.number(line.seats),
            overage = self.heading.number(line.overage),
            price = self.heading.money(self.per_seat),
            quarters = line.remaining_quarters,
            amount = self.heading.money(line.amount)
        )
    }

    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let &Self { quarter, quarter_span: span, peak, peak_on, seats, overage, .. } = self;
        let instances = self.instances.iter().map(|host| fact(t!(language, "email-fact-instance"), host));
        let money = [
            fact(t!(language, "email-fact-per-seat-and-year"), &self.heading.money(self.per_seat)),
            fact(
                t!(language, "email-fact-quarters-left"),
                &t!(language, "email-quarters-of-4", quarters = self.remaining_quarters),
            ),
            fact(t!(language, "email-fact-amount-before-tax"), &self.heading.money(self.amount)),
            fact(t!(language, "email-fact-annual"), &self.heading.money(self.annual)),
            self.heading.paid_with(self.card.as_deref()),
            self.heading.charged(self.card.is_some(), self.charged_on),
            self.heading.seats_from(self.seats_from),
        ];
        let subscription = self.heading.subscription(&self.number, &self.product);
        let count = self.heading.count(&Count { quarter, span, peak, peak_on, seats, overage });
        subscription.into_iter().chain(instances).chain(count).chain(money).collect()
    }
}

impl ReconciliationCharged {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let paid = [
            self.heading.quarter(self.quarter, self.quarter_span),
            fact(t!(language, "email-fact-seats-added"), &self.heading.number(self.overage)),
            fact(t!(language, "email-fact-amount"), &self.heading.money(self.amount)),
            self.heading.paid_with(Some(&self.card)),
            fact(t!(language, "email-fact-invoice"), &self.invoice),
            fact(t!(language, "email-fact-seats"), &self.heading.number(self.seats_after)),
            self.heading.seats_from(self.seats_from),
        ];
        self.heading.subscription(&self.number, &self.product).into_iter().chain(paid).collect()
    }
}

/// A dispute was decided (R44).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputeDecided {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// The quarter.
    pub quarter: u32,
    /// Its days.
    pub quarter_span: Term,
    /// How it was decided.
    pub outcome: DisputeOutcome,
    /// What staff answered.
    pub answer: String,
    /// The users that count now, if anything is known of the quarter.
    pub peak: Option<i64>,
    /// What it costs now, without tax.
    pub amount: Money,
    /// The day it is charged or invoiced; none: nothing is charged, or it is not reconciled yet.
    pub charged_on: Option<Day>,
    /// The reconciliation's page.
    pub link: String,
}

impl DisputeDecided {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let peak = self.peak.map(|peak| fact(t!(language, "email-fact-peak"), &self.heading.number(peak)));
        let charged = self.charged_on.into_iter().flat_map(|day| {
            [
                fact(t!(language, "email-fact-amount-before-tax"), &self.heading.money(self.amount)),
                self.heading.charged(false, day),
            ]
        });
        let subscription = self.heading.subscription(&self.number, &self.product);
        let quarter = self.heading.quarter(self.quarter, self.quarter_span);
        subscription.into_iter().chain([quarter]).chain(peak).chain(charged).collect()
    }
}

email!(
    DisputeDecided,
    "mail/dispute_decided/subject.txt",
    "mail/dispute_decided/body.txt",
    "mail/dispute_decided/body.html"
);
email!(HeadsUp, "mail/heads_up/subject.txt", "mail/heads_up/body.txt", "mail/heads_up/body.html");
email!(
    ReconciliationNotice,
    "mail/reconciliation_notice/subject.txt",
    "mail/reconciliation_notice/body.txt",
    "mail/reconciliation_notice/body.html"
);
email!(
    ReconciliationCharged,
    "mail/reconciliation_charged/subject.txt",
    "mail/reconciliation_charged/body.txt",
    "mail/reconciliation_charged/body.html"
);
