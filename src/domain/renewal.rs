//! The single place that decides whether a subscription will renew, and if not why (R23): page, mail, API and job
//! ask here. Also the window in which a renewal may be turned off (R22) and the quantity it renews for (R20).

use super::calendar::{Day, Instant, Term, days_after};
use super::ids::CancellationId;
use super::text_enum::text_enum;

/// Days of notice when the product says nothing else (R22).
pub const DEFAULT_NOTICE_DAYS: i64 = 30;

/// A renewal that was turned off and not on again: a row with a who and a when, not a flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cancellation {
    /// Its key.
    pub id: CancellationId,
    /// When.
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
    /// Days of notice (R22), 0 to 90.
    pub notice_days: i64,
}

text_enum! {
    /// Why a subscription will not renew, in the order in which the first is shown (R23).
    WhyNot {
        /// The last term is over.
        Ended = "ended",
        /// A free or trial subscription renews nothing.
        CommunityOrTrial = "community_or_trial",
        /// The reseller renews it (R18).
        Reseller = "reseller",
        /// Auto-renewal was turned off (R22).
        Cancelled = "cancelled",
    }
}

/// What will happen on the renewal date.
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
        /// Why.
        why: WhyNot,
    },
}

/// Will it renew, and if not, why (R23).
#[must_use]
pub fn outlook(facts: &Facts, today: Day) -> Outlook {
    let reasons = [
        (today >= facts.last_term.end, WhyNot::Ended),
        (!facts.paid, WhyNot::CommunityOrTrial),
        (!facts.direct, WhyNot::Reseller),
        (facts.cancelled, WhyNot::Cancelled),
    ];
    match reasons.into_iter().find(|(holds, _)| *holds) {
        Some((_, why)) => Outlook::Ends { last_day: facts.last_term.last_day(), why },
        None => Outlook::Renews { on: facts.last_term.end },
    }
}

/// The last day on which the renewal may be turned off, until 23:59:59Z (R22).
#[must_use]
pub fn last_cancel_day(renewal_date: Day, notice_days: i64) -> Day {
    days_after(renewal_date, -notice_days)
}

/// Why a renewal cannot be turned off, or on again, now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The window has closed; staff may still decide (R22).
    TooLate {
        /// It was possible until the end of this UTC day.
        was_possible_until: Day,
    },
    /// There is no renewal to turn off or on.
    NotRenewing {
        /// Why not.
        why: WhyNot,
    },
}

/// May the renewal be turned off today (R22)? `today + notice ≤ renewal date`, the last day included.
///
/// # Errors
/// Too late, or nothing to turn off.
pub fn cancel(facts: &Facts, today: Day) -> Result<(), Refused> {
    cancel_late(facts, today)?;
    let last = last_cancel_day(facts.last_term.end, facts.notice_days);
    if today > last { Err(Refused::TooLate { was_possible_until: last }) } else { Ok(()) }
}

/// May staff turn the renewal off today, whatever the notice (R22)?
///
/// # Errors
/// Nothing to turn off.
pub fn cancel_late(facts: &Facts, today: Day) -> Result<(), Refused> {
    match outlook(facts, today) {
        Outlook::Renews { .. } => Ok(()),
        Outlook::Ends { why, .. } => Err(Refused::NotRenewing { why }),
    }
}

/// May the cancellation be withdrawn today (R22)? Any time before the renewal.
///
/// # Errors
/// The term is over, or it would not renew anyhow.
pub fn resume(facts: &Facts, today: Day) -> Result<(), Refused> {
    cancel_late(&Facts { cancelled: false, ..*facts }, today)
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

/// Seats of the next term (R20).
#[must_use]
pub fn quantity(policy: QuantityPolicy, seats: i64, active: i64, q4_max: i64) -> i64 {
    match policy {
        QuantityPolicy::SeatsActiveQ4 => seats.max(active).max(q4_max),
        QuantityPolicy::SeatsActive => seats.max(active),
        QuantityPolicy::ActiveOnly => active,
    }
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
        assert_eq!(cancel(&facts, day("2022-08-03")), Err(Refused::TooLate { was_possible_until: until }));
        assert_eq!(cancel_late(&facts, day("2022-08-31")), Ok(()));
    }

    #[test]
    fn r22_withdrawal_is_possible_until_the_renewal() {
        let off = Facts { cancelled: true, ..facts("2022-09-01") };
        assert_eq!(resume(&off, day("2022-08-31")), Ok(()));
        assert_eq!(resume(&off, day("2022-09-01")), Err(Refused::NotRenewing { why: WhyNot::Ended }));
        assert_eq!(cancel(&off, day("2022-07-01")), Err(Refused::NotRenewing { why: WhyNot::Cancelled }));
    }

    #[test]
    fn r23_the_outlook_names_the_first_reason() {
        let on = facts("2022-09-01");
        let today = day("2022-06-01");
        assert_eq!(outlook(&on, today), Outlook::Renews { on: day("2022-09-01") });
        let both = Facts { direct: false, cancelled: true, ..on };
        assert_eq!(outlook(&both, today), Outlook::Ends { last_day: day("2022-08-31"), why: WhyNot::Reseller });
    }
}
