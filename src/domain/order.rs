//! What somebody buys by hand: seats in mid-term (R40), or the next term (R25).

use rust_decimal::Decimal;

pub use super::bounds::MOST_SEATS;
use super::calendar::{Day, Term};
use super::ids::{OrderId, SubscriptionId, TermId};
use super::money::{Money, NotAnAmount};
use super::text_enum::text_enum;

text_enum! {
    /// What is bought.
    OrderKind {
        /// Seats for the rest of the running term.
        Seats = "seats",
        /// The next term.
        Renewal = "renewal",
    }
}

text_enum! {
    /// How far it is.
    OrderState {
        /// The card is being charged.
        Pending = "pending",
        /// Bought.
        Done = "done",
        /// The card was declined; nothing was bought.
        Declined = "declined",
    }
}

/// Something bought by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    pub subscription: SubscriptionId,
    /// The term it is for, or follows.
    pub term: TermId,
    pub kind: OrderKind,
    /// How many seats.
    pub seats: i64,
    /// The price of a seat for a year.
    pub per_seat: Money,
    /// Days it is for; none: a whole term.
    pub days: Option<i64>,
    /// What it costs.
    pub amount: Money,
    /// How far it is.
    pub state: OrderState,
}

impl Order {
    /// Whether it is for so many seats of a subscription.
    #[must_use]
    pub fn is_of(&self, subscription: SubscriptionId, kind: OrderKind, seats: i64) -> bool {
        self.subscription == subscription && self.kind == kind && self.seats == seats
    }
}

/// Why seats cannot be bought now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderRefused {
    /// No term is running to add seats to.
    NoRunningTerm,
    /// The reseller sells seats (R18).
    Reseller,
    /// A free plan has no seats to buy.
    NotPaid,
    /// No seats, or more than anybody buys at once.
    Quantity {
        most: i64,
    },
    CardDeclined,
    /// The amount does not fit.
    Amount,
    /// The seats held are not those that were shown with it (R46).
    Changed,
    /// The form was sent before, with something else (R46).
    FormUsed,
}

/// Days left of a term, the day itself included (R40).
#[must_use]
pub fn days_left(term: Term, today: Day) -> i64 {
    (term.end - today).num_days()
}

/// What seats cost for the rest of a term of so many months (R25a, R40): by days, rounded once.
///
/// # Errors
/// The amount does not fit.
pub fn seats_price(seats: i64, per_seat: Money, (term, months): (Term, u32), today: Day) -> Result<Money, NotAnAmount> {
    let a_year = Decimal::from(seats).checked_mul(per_seat.decimal()).ok_or(NotAnAmount)?;
    let shares = Decimal::from(days_left(term, today)).checked_mul(months.into()).ok_or(NotAnAmount)?;
    let of = Decimal::from(term.days()).checked_mul(Decimal::from(12)).ok_or(NotAnAmount)?;
    let exact = a_year.checked_mul(shares).ok_or(NotAnAmount)?.checked_div(of).ok_or(NotAnAmount)?;
    Money::round(exact, per_seat.currency)
}

#[cfg(test)]
mod tests {
    use super::super::calendar::days_after;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn r40_seats_cost_less_every_day_and_the_whole_price_on_the_first(
            seats in 1_i64..2_000, minor in 0_i64..1_000_000, index in 0_u32..6,
        ) {
            let term = Term::of("2023-02-28".parse().unwrap(), 12, index);
            let per_seat = Money::new(minor, "EUR".parse().unwrap());
            let on = |day: i64| seats_price(seats, per_seat, (term, 12), days_after(term.start, day)).unwrap().minor;
            prop_assert_eq!(on(0), seats * minor);
            let prices: Vec<i64> = (0..term.days()).map(on).collect();
            prop_assert!(prices.windows(2).all(|pair| pair[0] >= pair[1]));
            prop_assert_eq!(days_left(term, term.last_day()), 1);
        }
    }
}
