//! Late counts (R6a): a maximum that becomes known after its quarter was reconciled is neither forgiven nor a surprise.

use super::calendar::Quarter;
use super::invoice::quarters_price;
use super::money::{Money, NotAnAmount};
use super::usage::{Peak, overage};

/// A reconciled quarter that is looked at again, with what is known of it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Again {
    /// The quarter.
    pub quarter: Quarter,
    /// Its maximum as it is known now.
    pub peak: Peak,
}

/// A line of its own for a quarter that was reconciled from less than is known now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateLine {
    /// Which quarter.
    pub quarter: u32,
    /// Its maximum.
    pub peak: Peak,
    /// Seats as they stood, lines before it included.
    pub seats: i64,
    /// Users above them.
    pub overage: i64,
    /// The quarters of the term that were left after it.
    pub remaining_quarters: u32,
    /// What it costs: what would have been paid on time.
    pub amount: Money,
}

/// The late lines of quarters, in their order, over the seats as they stand; of a quarter that has none above them, none.
///
/// # Errors
/// An amount does not fit.
pub fn lines(seats: i64, per_seat: Money, again: &[Again]) -> Result<Vec<LateLine>, NotAnAmount> {
    let (mut seats, mut lines) = (seats, Vec::new());
    for Again { quarter, peak } in again {
        let over = overage(peak.billable, seats);
        if over > 0 {
            let amount = quarters_price(over, per_seat, quarter.number)?;
            lines.push(LateLine {
                quarter: quarter.number,
                peak: *peak,
                seats,
                overage: over,
                remaining_quarters: quarter.remaining(),
                amount,
            });
            seats = seats.saturating_add(over);
        }
    }
    Ok(lines)
}

/// The seats that lines add.
#[must_use]
pub fn seats_of(lines: &[LateLine]) -> i64 {
    lines.iter().map(|line| line.overage).fold(0, i64::saturating_add)
}

#[cfg(test)]
#[path = "late_tests.rs"]
mod tests;
