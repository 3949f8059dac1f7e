//! What the program takes at most (R47): checked where something is typed, imported, sent or simulated.

use super::calendar::Day;

pub const MOST_SEATS: i64 = 10_000_000;
/// Minor units a seat costs at most.
pub const MOST_PRICE_MINOR: i64 = 1_000_000_000;
/// Minor units an amount comes to at most: fifteen digits.
pub const MOST_AMOUNT_MINOR: i64 = 999_999_999_999_999;
pub const FIRST_DAY: Day = match Day::from_ymd_opt(1970, 1, 1) {
    Some(day) => day,
    None => Day::MIN,
};
pub const LAST_DAY: Day = match Day::from_ymd_opt(2199, 12, 31) {
    Some(day) => day,
    None => Day::MAX,
};

/// Whether a day is one.
#[must_use]
pub fn is_day(day: Day) -> bool {
    (FIRST_DAY..=LAST_DAY).contains(&day)
}
