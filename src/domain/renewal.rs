//! The single place that decides whether a subscription will renew, and if not why (R23): page, mail, API and job
//! ask here. Also the window in which a renewal may be turned off (R22), when the next term may be bought by hand (R25),
//! and the quantity it renews for (R20).

use super::calendar::{Day, Instant, Term, days_after};
use super::ids::{CancellationId, RenewalId, TermId};
use super::money::Money;
use super::text_enum::text_enum;

/// Days of notice when the product says nothing else (R22).
pub const DEFAULT_NOTICE_DAYS: i64 = 30;
/// Hours a count of active users is taken for “on the renewal day” (R20).
pub const ACTIVE_HOURS: i64 = 48;

/// A renewal that was turned off and not on again: a row with a who and a when, not a flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cancellation {
    pub id: CancellationId,
    pub at: Instant,
    /// By whom: their name.
    pub by: String,
    /// Whether staff did it after the last day.
    pub is_late: bool,
}

/// What the decision needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The last term bought; its end is the renewal date.
    pub last_term: Term,
    /// Whether a cancellation stands that was not withdrawn.
    pub cancelled: bool,
    /// Whether the account bought directly.
    pub direct: bool,
    /// Whether the tier is sold for money.
    pub paid: bool,
    /// Whether the customer is a public body.
    pub public_sector: bool,
    /// Whether every order wants a purchase order first.
    pub po_required: bool,
    /// Whether there is a list price for the next term.
    pub priced: bool,
    /// How the renewal of the last term ended, once it did without a next one.
    pub ended_as: Option<WhyNot>,
    /// Days of notice (R22), 0 to 90.
    pub notice_days: i64,
}

text_enum! {
    /// Why a subscription will not renew, in the order in which the first is shown (R23).
    WhyNot {
        /// A free or trial subscription renews nothing.
        CommunityOrTrial = "community_or_trial",
        /// The reseller renews it (R18).
        Reseller = "reseller",
        /// A public body renews by tender.
        PublicSector = "public_sector",
        /// The next term wants a purchase order first.
        PoRequired = "po_required",
        /// Auto-renewal was turned off (R22).
        Cancelled = "cancelled",
        /// There is no list price for the next term.
        NoPrice = "no_price",
        /// What the next term would cost has more digits than amounts may have (R47).
        AmountTooLarge = "amount_too_large",
        /// The renewal could not be charged, for too long (R21).
        PaymentFailed = "payment_failed",
        /// The last term is over.
        Ended = "ended",
    }
}

/// What will happen on the renewal date, or has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlook {
    /// It renews at 00:00Z of this day (R20).
    Renews {
        /// The renewal date.
        on: Day,
    },
    /// It runs to the last day and not on.
    Ends {
        /// The last day of service.
        last_day: Day,
        why: WhyNot,
    },
    /// The last term is over.
    Ended {
        /// The last day of service.
        last_day: Day,
        /// Why it did not renew.
        why: WhyNot,
    },
}

/// Will it renew, and if not, why (R23).
#[must_use]
pub fn outlook(facts: &Facts, today: Day) -> Outlook {
    let last_day = facts.last_term.last_day();
    if today >= facts.last_term.end {
        return Outlook::Ended { last_day, why: facts.ended_as.unwrap_or(WhyNot::Ended) };
    }
    match why_not(facts) {
        Some(why) => Outlook::Ends { last_day, why },
        None => Outlook::Renews { on: facts.last_term.end },
    }
}

/// What stands against the next term, the first in order (R23).
#[must_use]
pub fn why_not(facts: &Facts) -> Option<WhyNot> {
    let reasons = [
        (!facts.paid, WhyNot::CommunityOrTrial),
        (!facts.direct, WhyNot::Reseller),
        (facts.public_sector, WhyNot::PublicSector),
        (facts.po_required, WhyNot::PoRequired),
        (facts.cancelled, WhyNot::Cancelled),
        (!facts.priced, WhyNot::NoPrice),
    ];
    reasons.into_iter().find(|(holds, _)| *holds).map(|(_, why)| why)
}

/// The last day on which the renewal may be turned off, until 23:59:59Z (R22).
#[must_use]
pub fn last_cancel_day(renewal_date: Day, notice_days: i64) -> Day {
    // Whatever the notice, on the renewal date it has renewed.
    days_after(renewal_date, -notice_days.max(1))
}

/// Why a renewal cannot be turned off or on, or the next term not be bought, now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenewalRefused {
    /// The window has closed; staff may still decide (R22).
    TooLate {
        /// It was possible until the end of this UTC day.
        was_possible_until: Day,
    },
    /// There is no renewal to turn off or on.
    NotRenewing { why: WhyNot },
    /// The next term cannot be bought yet (R25).
    TooEarly {
        /// It can from this day on.
        from: Day,
    },
    /// A term that lies ahead is bought already (R25).
    RenewedAlready {
        /// It begins on this day.
        on: Day,
    },
    /// Fewer seats than active users (R25).
    BelowActive {
        /// Active users as reported last.
        active: i64,
    },
}

/// May the renewal be turned off today (R22)? `today + notice ≤ renewal date`, the last day included.
///
/// # Errors
/// Too late, or nothing to turn off.
pub fn cancel(facts: &Facts, today: Day) -> Result<(), RenewalRefused> {
    cancel_late(facts, today)?;
    let last = last_cancel_day(facts.last_term.end, facts.notice_days);
    if today > last { Err(RenewalRefused::TooLate { was_possible_until: last }) } else { Ok(()) }
}

/// May staff turn the renewal off today, whatever the notice (R22)?
///
/// # Errors
/// Nothing to turn off.
pub fn cancel_late(facts: &Facts, today: Day) -> Result<(), RenewalRefused> {
    match outlook(facts, today) {
        Outlook::Renews { .. } => Ok(()),
        Outlook::Ends { why, .. } => Err(RenewalRefused::NotRenewing { why }),
        Outlook::Ended { .. } => Err(RenewalRefused::NotRenewing { why: WhyNot::Ended }),
    }
}

/// May the cancellation be withdrawn today (R22)? Any time before the renewal.
///
/// # Errors
/// The term is over, or it would not renew anyhow.
pub fn resume(facts: &Facts, today: Day) -> Result<(), RenewalRefused> {
    cancel_late(&Facts { cancelled: false, ..*facts }, today)
}

/// May the next term be bought by hand today, for so many seats (R25)? For a public body and with a purchase order too:
/// the order is the person's own. `active`: active users as reported last, if that was lately.
///
/// # Errors
/// Why not.
pub fn renew_by_hand(
    facts: &Facts,
    today: Day,
    early_days: i64,
    seats: i64,
    active: Option<i64>,
) -> Result<(), RenewalRefused> {
    let by_hand = Facts { cancelled: false, public_sector: false, po_required: false, ..*facts };
    cancel_late(&by_hand, today)?;
    if facts.last_term.start > today {
        return Err(RenewalRefused::RenewedAlready { on: facts.last_term.start });
    }
    let from = days_after(facts.last_term.end, -early_days);
    if today < from {
        return Err(RenewalRefused::TooEarly { from });
    }
    match active {
        Some(active) if seats < active => Err(RenewalRefused::BelowActive { active }),
        Some(_) | None => Ok(()),
    }
}

text_enum! {
    /// How many seats a renewal is for (R20); a product setting.
    QuantityPolicy {
        /// The greatest of seats, active users on the day, and the maximum of Q4.
        SeatsActiveQ4 = "seats_active_q4",
        /// The greater of seats and active users.
        SeatsActive = "seats_active",
        /// Active users alone.
        ActiveOnly = "active_only",
    }
}

/// Seats of the next term (R20). Where nobody knows how many users are active, the seats stay.
#[must_use]
pub fn quantity(policy: QuantityPolicy, seats: i64, active: Option<i64>, q4_max: Option<i64>) -> i64 {
    let least = |other: Option<i64>| other.map_or(seats, |users| seats.max(users));
    match policy {
        QuantityPolicy::SeatsActiveQ4 => least(active).max(least(q4_max)),
        QuantityPolicy::SeatsActive => least(active),
        QuantityPolicy::ActiveOnly => active.unwrap_or(seats),
    }
}

text_enum! {
    /// Who renewed.
    How {
        /// The timetable, at 00:00Z of the renewal date (R20).
        Auto = "auto",
        /// Somebody, ahead of time (R25).
        Manual = "manual",
    }
}

text_enum! {
    /// How the renewal of a term ended.
    RenewalState {
        /// The charge is under way.
        Pending = "pending",
        /// The card was charged.
        Charged = "charged",
        /// An invoice was issued.
        Invoiced = "invoiced",
        /// Auto-renewal was off.
        Cancelled = "cancelled",
        /// Something else stood against it.
        Blocked = "blocked",
        /// The card could not be charged (R21).
        PaymentFailed = "payment_failed",
    }
}

/// What became of the renewal of one term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    pub id: RenewalId,
    /// The term that ends.
    pub term: TermId,
    /// The term that was bought, if one was.
    pub next_term: Option<TermId>,
    /// Who renewed.
    pub how: How,
    /// How it ended.
    pub state: RenewalState,
    /// Why it did not renew, if it did not.
    pub reason: Option<WhyNot>,
    /// The day it happened.
    pub on: Day,
    /// Seats of the next term.
    pub seats: i64,
    /// Active users that were counted for it.
    pub active: Option<i64>,
    /// The maximum of the last quarter that was counted for it.
    pub q4_max: Option<i64>,
    /// Price of a seat for the next term.
    pub per_seat: Money,
    /// Both together.
    pub amount: Money,
    /// The day it is charged next.
    pub next_charge_on: Option<Day>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(end: &str) -> Facts {
        let end: Day = end.parse().unwrap();
        Facts {
            last_term: Term { start: days_after(end, -365), end },
            cancelled: false,
            direct: true,
            paid: true,
            public_sector: false,
            po_required: false,
            priced: true,
            ended_as: None,
            notice_days: 30,
        }
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn r22_day_thirty_is_included_and_day_twenty_nine_says_until_when() {
        let facts = facts("2022-09-01");
        assert_eq!(cancel(&facts, day("2022-08-02")), Ok(()));
        let until = day("2022-08-02");
        assert_eq!(cancel(&facts, day("2022-08-03")), Err(RenewalRefused::TooLate { was_possible_until: until }));
        assert_eq!(cancel_late(&facts, day("2022-08-31")), Ok(()));
    }

    #[test]
    fn r22_the_last_cancel_day_fits_every_notice_on_every_day_of_eight_years() {
        let mut end = day("2020-01-01");
        while end < day("2028-01-01") {
            for notice_days in [0, 1, 14, 30, 90] {
                let facts = Facts { notice_days, ..facts(&end.to_string()) };
                let last = days_after(end, -notice_days);
                let last_possible = if notice_days == 0 { days_after(end, -1) } else { last };
                assert_eq!(cancel(&facts, last_possible), Ok(()), "{end} {notice_days}");
                let next = cancel(&facts, days_after(last, 1));
                assert!(next.is_err(), "{end} {notice_days}");
            }
            end = days_after(end, 1);
        }
    }

    #[test]
    fn r22_withdrawal_is_possible_until_the_renewal() {
        let off = Facts { cancelled: true, ..facts("2022-09-01") };
        assert_eq!(resume(&off, day("2022-08-31")), Ok(()));
        assert_eq!(resume(&off, day("2022-09-01")), Err(RenewalRefused::NotRenewing { why: WhyNot::Ended }));
        assert_eq!(cancel(&off, day("2022-07-01")), Err(RenewalRefused::NotRenewing { why: WhyNot::Cancelled }));
    }

    #[test]
    fn r23_the_outlook_names_the_first_reason() {
        let on = facts("2022-09-01");
        let today = day("2022-06-01");
        assert_eq!(outlook(&on, today), Outlook::Renews { on: day("2022-09-01") });
        let last_day = day("2022-08-31");
        let mut worst = Facts {
            paid: false,
            direct: false,
            public_sector: true,
            po_required: true,
            cancelled: true,
            priced: false,
            ..on
        };
        let mut shown = Vec::new();
        while let Outlook::Ends { last_day: until, why } = outlook(&worst, today) {
            assert_eq!(until, last_day);
            shown.push(why);
            match why {
                WhyNot::CommunityOrTrial => worst.paid = true,
                WhyNot::Reseller => worst.direct = true,
                WhyNot::PublicSector => worst.public_sector = false,
                WhyNot::PoRequired => worst.po_required = false,
                WhyNot::Cancelled => worst.cancelled = false,
                WhyNot::NoPrice => worst.priced = true,
                WhyNot::AmountTooLarge | WhyNot::PaymentFailed | WhyNot::Ended => {
                    panic!("{why:?} is no reason before the end")
                }
            }
        }
        assert_eq!(shown, &WhyNot::ALL[..6]);
        let lapsed = Facts { ended_as: Some(WhyNot::PaymentFailed), ..on };
        let over = outlook(&lapsed, day("2022-09-01"));
        assert_eq!(over, Outlook::Ended { last_day, why: WhyNot::PaymentFailed });
    }

    #[test]
    fn r25_an_early_renewal_is_bought_once_within_90_days_for_all_active_users() {
        let facts = facts("2022-09-01");
        let renew = |facts: &Facts, today: &str, seats| renew_by_hand(facts, day(today), 90, seats, Some(40));
        assert_eq!(renew(&facts, "2022-06-02", 40), Err(RenewalRefused::TooEarly { from: day("2022-06-03") }));
        assert_eq!(renew(&facts, "2022-06-03", 40), Ok(()));
        assert_eq!(renew(&facts, "2022-08-31", 39), Err(RenewalRefused::BelowActive { active: 40 }));
        assert_eq!(renew(&facts, "2022-09-01", 40), Err(RenewalRefused::NotRenewing { why: WhyNot::Ended }));
        let bought = Facts { last_term: Term { start: day("2022-09-01"), end: day("2023-09-01") }, ..facts };
        assert_eq!(renew(&bought, "2022-08-01", 40), Err(RenewalRefused::RenewedAlready { on: day("2022-09-01") }));
        let off = Facts { cancelled: true, po_required: true, ..facts };
        assert_eq!(renew(&off, "2022-08-01", 40), Ok(()), "who turned it off may still buy");
        let reseller = Facts { direct: false, ..facts };
        assert_eq!(renew(&reseller, "2022-08-01", 40), Err(RenewalRefused::NotRenewing { why: WhyNot::Reseller }));
    }

    #[test]
    fn r20_where_nothing_is_known_the_seats_stay() {
        for policy in QuantityPolicy::ALL {
            assert_eq!(quantity(*policy, 25, None, None), 25, "{policy}");
        }
        assert_eq!(quantity(QuantityPolicy::ActiveOnly, 25, Some(0), Some(40)), 0);
    }
}
