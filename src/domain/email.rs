//! The closed list of emails, who gets which, and when an email that could not be sent is tried again.

use chrono::TimeDelta;

use super::calendar::Instant;
use super::contact::ContactRole;
use super::text_enum::text_enum;

text_enum! {
    /// An email; its word is the folder of its templates.
    EmailKind {
        /// How to choose a new password; to the person.
        PasswordReset = "password_reset",
        /// Whether an address that was named as a contact may get emails; to that address.
        ContactConfirmation = "contact_confirmation",
        /// A subscription was bought: the activation code, and what to do with it (R39).
        ActivationCode = "activation_code",
        /// More users than seats, a week before the quarter ends (R12).
        HeadsUp = "heads_up",
        /// An offline instance's report is due before the quarter ends (R12).
        ReportReminder = "report_reminder",
        /// A quarter was reconciled, and will be charged (R15).
        ReconciliationNotice = "reconciliation_notice",
        /// A reconciliation was charged to the card (R13).
        ReconciliationCharged = "reconciliation_charged",
        /// An invoice was issued (R13, R41).
        Invoice = "invoice",
        /// A credit note was issued (R41).
        CreditNote = "credit_note",
        /// The card could not be charged (R14, R21).
        PaymentFailed = "payment_failed",
        /// A renewal lies ahead, or the end (R24).
        RenewalReminder = "renewal_reminder",
        /// The next term was bought (R20, R25).
        Renewed = "renewed",
        /// Auto-renewal was turned off.
        RenewalCancelled = "renewal_cancelled",
        /// Auto-renewal was turned on again.
        RenewalResumed = "renewal_resumed",
        /// Staff declined a late request.
        LateRequestDeclined = "late_request_declined",
        /// The subscription has ended (R24).
        Ended = "ended",
        /// A dispute was decided (R44).
        DisputeDecided = "dispute_decided",
        /// A license was issued after the first, and waits to be fetched (R32, R39).
        LicenseReady = "license_ready",
        /// A token was made for an instance.
        TokenMade = "token_made",
        /// An instance has been silent for days (R28).
        SyncMissing = "sync_missing",
        /// The activation code was never used (R39).
        CodeUnused = "code_unused",
        /// The version an instance runs has flaws that a later one mends (R35).
        SecurityUpdate = "security_update",
    }
}

impl EmailKind {
    /// Whose email it is; none: it goes to a person, and not to an account's contacts.
    #[must_use]
    pub const fn reader(self) -> Option<ContactRole> {
        match self {
            Self::PasswordReset | Self::ContactConfirmation => None,
            Self::HeadsUp
            | Self::ReconciliationNotice
            | Self::ReconciliationCharged
            | Self::Invoice
            | Self::CreditNote
            | Self::PaymentFailed
            | Self::DisputeDecided => Some(ContactRole::Billing),
            Self::RenewalReminder
            | Self::Renewed
            | Self::RenewalCancelled
            | Self::RenewalResumed
            | Self::LateRequestDeclined
            | Self::Ended => Some(ContactRole::Subscription),
            Self::ActivationCode
            | Self::ReportReminder
            | Self::LicenseReady
            | Self::TokenMade
            | Self::SyncMissing
            | Self::CodeUnused
            | Self::SecurityUpdate => Some(ContactRole::Technical),
        }
    }
}

/// What is sent first: an email of a lower number never waits for one of a higher.
pub const PRIORITIES: [i64; 4] = [ACCESS, 1, 2, 3];
/// The priority of emails that somebody waits for at the door: they have a connection of their own.
pub const ACCESS: i64 = 0;

impl EmailKind {
    /// Its place in [`PRIORITIES`]: letting somebody in now, codes and security, money, and what can wait for these.
    #[must_use]
    pub const fn priority(self) -> i64 {
        match self {
            Self::PasswordReset | Self::ContactConfirmation => ACCESS,
            // A night of renewals writes thousands of codes: none of them is waited for as a reset link is.
            Self::ActivationCode | Self::SecurityUpdate => 1,
            Self::ReconciliationNotice
            | Self::ReconciliationCharged
            | Self::Invoice
            | Self::CreditNote
            | Self::PaymentFailed
            | Self::Renewed
            | Self::LateRequestDeclined
            | Self::Ended
            | Self::DisputeDecided => 2,
            Self::HeadsUp
            | Self::ReportReminder
            | Self::RenewalReminder
            | Self::RenewalCancelled
            | Self::RenewalResumed
            | Self::LicenseReady
            | Self::TokenMade
            | Self::SyncMissing
            | Self::CodeUnused => 3,
        }
    }

    /// How this email repeats: anybody can cause it as often as they click. None: each is sent, and nothing may ever be left out.
    #[must_use]
    pub const fn repeats(self) -> Option<Repeats> {
        match self {
            Self::RenewalCancelled | Self::RenewalResumed => Some(Repeats {
                kinds: &[Self::RenewalCancelled, Self::RenewalResumed],
                to_address: 40,
                of_account: 200,
            }),
            Self::TokenMade => Some(Repeats { kinds: &[Self::TokenMade], to_address: 100, of_account: 400 }),
            _ => None,
        }
    }
}

/// Emails that tell of the same thing, so that the last one is enough, and how many of them there are in a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeats {
    /// Which emails.
    pub kinds: &'static [EmailKind],
    /// To one address, whatever they are about.
    pub to_address: i64,
    /// Of one account, whatever they are about and to whom.
    pub of_account: i64,
}

/// Seconds an email that may be overtaken by the next click is held back.
const HOLD_SECONDS: i64 = 5;
/// What follows an email within so many minutes is told once, when they are over.
pub const REPEAT_MINUTES: i64 = 10;
/// Who used up the emails of a day is told of everything that follows once, a day later.
pub const BUDGET_HOURS: i64 = 24;

/// Until when an email about something that repeats is held: `last` is when the one before it about the same thing to the same
/// reader was due.
#[must_use]
pub fn held_until(last: Option<Instant>, is_used_up: bool, now: Instant) -> Instant {
    let soon = now + TimeDelta::seconds(HOLD_SECONDS);
    match last {
        _ if is_used_up => now + TimeDelta::hours(BUDGET_HOURS),
        // One that could not be sent yet is due again later: nobody waits for that.
        Some(last) => soon.max(last.min(now) + TimeDelta::minutes(REPEAT_MINUTES)),
        None => soon,
    }
}

/// Days after which an email that lets somebody in is removed: it opens nothing any more.
pub const ACCESS_DAYS: i64 = 7;
/// Days after which the text of any other email is removed; that it was sent, when and to whom stays.
pub const TEXT_DAYS: i64 = 400;

/// How long a worker may take to send the email it claimed: more than the slowest server needs.
pub const LEASE_MINUTES: i64 = 5;
/// Seconds that clocks of servers on one database may differ. What was noted later than that from now was noted by a clock
/// that was ahead and has been set right: nobody waits for that future.
pub const SKEW_SECONDS: i64 = 60;

/// Minutes to wait after the first, second, … failed attempt; the last one repeats.
const BACK_OFF_MINUTES: [i64; 8] = [1, 5, 30, 120, 300, 600, 600, 1440];

/// After so many attempts an email that is still neither sent nor refused needs somebody: more than two days have passed.
pub const MOST_ATTEMPTS: i64 = 9;

/// When an email whose attempt number `attempts` (1 first) came to nothing is tried again.
#[must_use]
pub fn next_attempt(attempts: u32, now: Instant) -> Instant {
    let index = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let minutes = BACK_OFF_MINUTES.get(index).or(BACK_OFF_MINUTES.last()).copied().unwrap_or(1440);
    now + TimeDelta::minutes(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_never_end() {
        let now: Instant = "2026-01-01T00:00:00Z".parse().unwrap();
        let waits: Vec<i64> = (1..=12).map(|n| (next_attempt(n, now) - now).num_minutes()).collect();
        assert_eq!(waits, [1, 5, 30, 120, 300, 600, 600, 1440, 1440, 1440, 1440, 1440]);
    }
}
