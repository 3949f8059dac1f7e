//! Bars of users against seats.

use crate::domain::usage::overage;

/// A bar: percentages with a decimal point, as SVG wants them in every language.
pub struct Bar {
    /// What is paid for.
    pub within: String,
    /// What goes beyond: nothing if nothing does.
    pub over: Option<String>,
}

/// `part` of `whole` as `86.96%`.
#[must_use]
pub fn percent(part: i64, whole: i64) -> String {
    let hundredths = part.saturating_mul(10_000).checked_div(whole).unwrap_or(0).clamp(0, 10_000);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// Users against seats as a bar.
#[must_use]
pub fn bar(users: i64, seats: i64) -> Bar {
    let whole = users.max(seats);
    let over = overage(users, seats);
    Bar { within: percent(users - over, whole), over: (over > 0).then(|| percent(over, whole)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_whole_and_shows_what_goes_beyond() {
        let shown = bar(115, 100);
        assert_eq!((shown.within.as_str(), shown.over.as_deref()), ("86.95%", Some("13.04%")));
        let within = bar(25, 100);
        assert_eq!((within.within.as_str(), within.over.as_deref()), ("25.00%", None));
        assert_eq!(bar(0, 0).within, "0.00%");
    }
}
