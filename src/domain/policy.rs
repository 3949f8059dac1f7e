//! What a vendor may set about how a product is billed (R5, R12, R18, R20, R22, R25).

use super::calendar::{Day, Quarter, days_after};
use super::renewal::{DEFAULT_NOTICE_DAYS, QuantityPolicy};
use super::usage::SeveralInstances;

/// The latest days after a quarter's end at which it may be reconciled and charged (R12).
pub const LATEST_DAYS: (i64, i64) = (3, 10);
/// The programme of quarterly billing begins here where the vendor says nothing else (R18).
const PROGRAMME_START: Day = match Day::from_ymd_opt(2021, 8, 1) {
    Some(day) => day,
    None => Day::MIN,
};

/// A product's billing policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Lowest version that reports well enough for quarterly billing (R18, R19).
    pub minimum_version: String,
    /// Days before the renewal date up to which the renewal may be turned off (R22): 0 to 90.
    pub notice_days: i64,
    /// Days after a quarter's end at which its reconciliation is computed and its email written (R12): at most 3.
    pub reconcile_after_days: i64,
    /// Days after a quarter's end at which it is charged or invoiced (R12): at most 10.
    pub charge_after_days: i64,
    /// Days before the end from which the next term may be bought by hand (R25).
    pub early_renewal_days: i64,
    /// How many seats a renewal is for (R20).
    pub renewal_quantity: QuantityPolicy,
    /// How several instances count (R5).
    pub several_instances: SeveralInstances,
    /// Terms that begin earlier are on the annual true-up (R18).
    pub programme_start: Day,
    /// Instances one activation code is meant for, of whatever environment; more are flagged, never cut off (R38).
    pub most_instances: i64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            minimum_version: "14.1".to_owned(),
            notice_days: DEFAULT_NOTICE_DAYS,
            reconcile_after_days: 2,
            charge_after_days: 9,
            early_renewal_days: 90,
            renewal_quantity: QuantityPolicy::SeatsActiveQ4,
            several_instances: SeveralInstances::Max,
            programme_start: PROGRAMME_START,
            most_instances: 5,
        }
    }
}

impl Policy {
    /// Days before the boundary at which a customer who is over hears of it (R12).
    pub const HEADS_UP_DAYS: i64 = 7;
    /// Days before the boundary at which an offline customer is asked to report (R12).
    pub const OFFLINE_REMINDER_DAYS: i64 = 14;
    /// Days from a failed charge to each further try (R14).
    pub const RETRY_DAYS: [i64; 3] = [3, 7, 14];

    /// The day a quarter's reconciliation is computed and its email queued (R12).
    #[must_use]
    pub fn reconciled_on(&self, quarter: Quarter) -> Day {
        days_after(quarter.span.end, self.reconcile_after_days)
    }

    /// The last day on which a quarter of which nothing is known yet may still be reconciled (R12, R18).
    #[must_use]
    pub fn reconciled_at_last_on(&self, quarter: Quarter) -> Day {
        days_after(quarter.span.end, LATEST_DAYS.0.max(self.reconcile_after_days))
    }

    /// The day a reconciled quarter is charged or invoiced (R12).
    #[must_use]
    pub fn charged_on(&self, quarter: Quarter) -> Day {
        days_after(quarter.span.end, self.charge_after_days)
    }

    /// The days before a renewal at which an email tells of it (R24): all but the last lie before the cut-off, also
    /// where the notice is longer than usual; the last has the final figures.
    #[must_use]
    pub fn reminder_days(&self) -> [i64; 4] {
        let beyond = (self.notice_days - DEFAULT_NOTICE_DAYS).max(0);
        [60 + beyond, 37 + beyond, 31 + beyond, Self::FINAL_REMINDER_DAYS]
    }

    /// Days before a renewal at which its final figures are told, or that it was turned off (R24).
    pub const FINAL_REMINDER_DAYS: i64 = 15;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r24_every_reminder_but_the_last_comes_before_the_cut_off() {
        for notice_days in 0..=90 {
            let policy = Policy { notice_days, ..Policy::default() };
            let [first, second, third, last] = policy.reminder_days();
            assert!(first > second && second > third && third > notice_days && last == 15, "{notice_days}");
        }
        assert_eq!(Policy::default().reminder_days(), [60, 37, 31, 15]);
    }
}
