//! Invoices and credit notes: what they say, how they add up, and their numbers (R41).

use chrono::Datelike;
use rust_decimal::Decimal;

use super::calendar::Day;
use super::ids::{AccountId, InvoiceId, SubscriptionId};
use super::money::{Currency, Money, NotAnAmount};
use super::text_enum::text_enum;

/// Days from issue to the day an invoice is due.
pub const DUE_DAYS: i64 = 14;
/// Days after its due day that a mailed link opens an invoice.
pub const LINK_DAYS: i64 = 90;

text_enum! {
    /// What a document is about.
    InvoiceKind {
        /// The first term.
        Purchase = "purchase",
        /// A quarter's overage.
        Reconciliation = "reconciliation",
        /// The next term, perhaps with the true-up of the last one.
        Renewal = "renewal",
        /// A true-up alone.
        TrueUp = "true_up",
        /// Seats bought in mid-term.
        Seats = "seats",
        /// Takes an invoice back.
        CreditNote = "credit_note",
    }
}

text_enum! {
    /// What a line is about.
    LineKind {
        /// The first term.
        Purchase = "purchase",
        /// A quarter's overage.
        Reconciliation = "reconciliation",
        /// The next term.
        Renewal = "renewal",
        /// A true-up.
        TrueUp = "true_up",
        /// Seats bought in mid-term.
        Seats = "seats",
    }
}

/// What is billed in one line.
#[derive(Debug, Clone, PartialEq)]
pub struct InvoiceLine {
    /// What it is about.
    pub kind: LineKind,
    /// How many seats; below zero on a credit note.
    pub quantity: i64,
    /// Price of a seat for a year.
    pub per_seat: Money,
    /// What it costs, rounded once (R8); below zero on a credit note.
    pub amount: Money,
    /// What the amount follows from, so that the line can explain itself in any language, in 14 months too.
    pub basis: Basis,
}

/// What a line's amount follows from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// A whole term.
    Term {
        /// First day.
        start: Day,
        /// The day after the last.
        end: Day,
    },
    /// The remaining quarters of a term.
    Quarters {
        /// Which quarter was reconciled.
        quarter: u32,
        /// Its first day.
        start: Day,
        /// The day after its last.
        end: Day,
        /// Most users in it.
        peak: i64,
        peak_on: Day,
        /// Seats paid before.
        seats: i64,
        /// Quarters left.
        remaining: u32,
    },
    /// The remaining days of a term.
    Days {
        /// First day.
        start: Day,
        /// The day after the last.
        end: Day,
        days: i64,
        /// Days of the whole term.
        of: i64,
    },
    /// The users of a day above its seats, for a whole term.
    TrueUp {
        /// First day of what is looked at: a term, or a quarter of it.
        start: Day,
        /// The day after the last.
        end: Day,
        /// Users on the day that decides.
        term_max: i64,
        /// That day.
        max_on: Day,
        /// Seats held on it.
        seats: i64,
        /// Months that are billed.
        months: u32,
        /// Minor units that were deducted for seats added later (R18).
        credited: i64,
    },
}

impl Basis {
    /// Quarters the line is for; none if it is not counted in quarters.
    #[must_use]
    pub const fn quarters(&self) -> Option<u32> {
        match self {
            Self::Quarters { remaining, .. } => Some(*remaining),
            Self::Term { .. } | Self::Days { .. } | Self::TrueUp { .. } => None,
        }
    }
}

/// Whom a document is for, as it was when it was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillTo {
    /// The customer's number.
    pub account_number: String,
    pub name: String,
    /// Lines of the address.
    pub address: String,
    /// VAT id, if known.
    pub vat_id: Option<String>,
}

/// An invoice or a credit note as issued.
#[derive(Debug, Clone, PartialEq)]
pub struct Invoice {
    pub id: InvoiceId,
    pub account: AccountId,
    /// About which subscription.
    pub subscription: SubscriptionId,
    /// `2026-000123`: without gaps in its series.
    pub number: String,
    /// What it is about.
    pub kind: InvoiceKind,
    /// The term, reconciliation, renewal, true-up, order or credited invoice it is about.
    pub subject: uuid::Uuid,
    /// The invoice it takes back, if it is a credit note.
    pub corrects: Option<InvoiceId>,
    /// The day of issue.
    pub issued_on: Day,
    pub due_on: Day,
    pub sums: Sums,
    /// Whom it is for.
    pub bill_to: BillTo,
    /// Why it was issued, if it is a credit note.
    pub reason: Option<String>,
    pub lines: Vec<InvoiceLine>,
}

/// Where the payment of a document stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentStatus {
    /// It is to be paid, and there is time.
    Open,
    /// Today is the last day to pay it.
    Due,
    /// That day is over.
    Overdue,
    Paid {
        on: Day,
    },
    /// A credit note took it back.
    Credited,
    /// It is a credit note, or comes to nothing: there is nothing to pay.
    NothingToPay,
}

impl PaymentStatus {
    /// Whether somebody still has to pay.
    #[must_use]
    pub const fn is_unpaid(self) -> bool {
        matches!(self, Self::Open | Self::Due | Self::Overdue)
    }
}

/// What decides where the payment of a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payable {
    /// What it comes to, with tax.
    pub total: Money,
    pub due_on: Day,
    pub paid_on: Option<Day>,
    /// Whether a credit note took it back.
    pub is_credited: bool,
}

impl Payable {
    /// Where it stands on a UTC day.
    #[must_use]
    pub fn standing(&self, today: Day) -> PaymentStatus {
        match self.paid_on {
            _ if self.is_credited => PaymentStatus::Credited,
            Some(on) => PaymentStatus::Paid { on },
            None if self.total.minor <= 0 => PaymentStatus::NothingToPay,
            None if today > self.due_on => PaymentStatus::Overdue,
            None if today == self.due_on => PaymentStatus::Due,
            None => PaymentStatus::Open,
        }
    }
}

/// What a document adds up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    /// The lines.
    pub net: Money,
    /// The tax rate in hundredths of a per cent.
    pub tax_basis_points: i64,
    /// The tax, rounded once.
    pub tax: Money,
    /// Both.
    pub total: Money,
}

/// Adds up lines of one currency, with tax rounded once for all.
///
/// # Errors
/// The amount does not fit.
pub fn sums(
    amounts: impl Iterator<Item = Money>,
    currency: Currency,
    tax_basis_points: i64,
) -> Result<Sums, NotAnAmount> {
    let mut net = 0_i64;
    for amount in amounts {
        net = net.checked_add(amount.minor).ok_or(NotAnAmount)?;
    }
    let net = Money::new(net, currency);
    let share = net.decimal().checked_mul(tax_basis_points.into()).ok_or(NotAnAmount)?;
    let tax = Money::round(share / Decimal::from(10_000), currency)?;
    let total = Money::new(net.minor.checked_add(tax.minor).ok_or(NotAnAmount)?, currency);
    Ok(Sums { net, tax_basis_points, tax, total })
}

/// The series a document is numbered in: that of its year.
#[must_use]
pub fn series(issued_on: Day) -> String {
    issued_on.year().to_string()
}

/// The number of a document: its series and serial, six digits at least.
#[must_use]
pub fn number(series: &str, serial: i64) -> String {
    format!("{series}-{serial:06}")
}

/// The price of an overage (R7): overage × annual seat price × remaining quarters ÷ 4, rounded once (R8).
///
/// # Errors
/// The amount does not fit.
pub fn quarters_price(overage: i64, per_seat: Money, quarter: u32) -> Result<Money, NotAnAmount> {
    let remaining = Decimal::from(4_u32.saturating_sub(quarter));
    let whole = Decimal::from(overage).checked_mul(per_seat.decimal()).ok_or(NotAnAmount)?;
    let exact = whole.checked_mul(remaining).ok_or(NotAnAmount)? / Decimal::from(4_u32);
    Money::round(exact, per_seat.currency)
}

/// The price of seats for a term of so many months: a price is per seat and year (R25a), rounded once.
///
/// # Errors
/// The amount does not fit.
pub fn term_price(seats: i64, per_seat: Money, months: u32) -> Result<Money, NotAnAmount> {
    let a_year = per_seat.decimal().checked_mul(seats.into()).ok_or(NotAnAmount)?;
    let exact = a_year.checked_mul(months.into()).ok_or(NotAnAmount)? / Decimal::from(12);
    Money::round(exact, per_seat.currency)
}

/// Why a document is not issued, or not marked as paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvoiceRefused {
    /// A credit note took it back already.
    Credited {
        /// The credit note's number.
        by: String,
    },
    /// It is a credit note itself.
    IsCreditNote,
    PaidAlready,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn eur(minor: i64) -> Money {
        Money::new(minor, "EUR".parse().unwrap())
    }

    #[test]
    fn r41_a_number_is_year_and_serial() {
        assert_eq!(number("2026", 1), "2026-000001");
        assert_eq!(number("2026", 1_234_567), "2026-1234567");
    }

    #[test]
    fn an_invoice_is_open_until_its_due_day_and_overdue_after_it() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let open = Payable { total: eur(1), due_on: day("2026-08-15"), paid_on: None, is_credited: false };
        assert_eq!(open.standing(day("2026-08-14")), PaymentStatus::Open);
        assert_eq!(open.standing(day("2026-08-15")), PaymentStatus::Due);
        assert_eq!(open.standing(day("2026-08-16")), PaymentStatus::Overdue);
        let paid = Payable { paid_on: Some(day("2026-08-20")), ..open };
        assert_eq!(paid.standing(day("2026-09-01")), PaymentStatus::Paid { on: day("2026-08-20") });
        assert_eq!(Payable { is_credited: true, ..paid }.standing(day("2026-09-01")), PaymentStatus::Credited);
        assert_eq!(Payable { total: eur(0), ..open }.standing(day("2026-09-01")), PaymentStatus::NothingToPay);
        assert_eq!(Payable { total: eur(-5), ..open }.standing(day("2026-09-01")), PaymentStatus::NothingToPay);
    }

    #[test]
    fn r25a_a_price_is_for_a_year_and_a_term_costs_its_share() {
        let price = |seats, minor, months| term_price(seats, eur(minor), months).unwrap().minor;
        assert_eq!((price(10, 10_000, 12), price(10, 10_000, 24), price(7, 9_999, 6)), (100_000, 200_000, 34_997));
        assert_eq!(term_price(10_000_000, eur(1_000_000_000), 12), Err(NotAnAmount), "R47");
    }

    proptest! {
        /// QUALITY G4: the lines are the net, net and tax the total, and taking all back leaves nothing.
        #[test]
        fn lines_tax_and_total_add_up(minors in proptest::collection::vec(-1_000_000_i64..1_000_000_000, 0..8), rate in 0_i64..=10_000) {
            let currency = "EUR".parse().unwrap();
            let sum = sums(minors.iter().map(|m| eur(*m)), currency, rate).unwrap();
            prop_assert_eq!(sum.net.minor, minors.iter().sum::<i64>());
            prop_assert_eq!(sum.total.minor, sum.net.minor + sum.tax.minor);
            let back = sums(minors.iter().map(|m| eur(-m)), currency, rate).unwrap();
            prop_assert_eq!((back.net.minor, back.tax.minor, back.total.minor), (-sum.net.minor, -sum.tax.minor, -sum.total.minor));
        }
    }
}
