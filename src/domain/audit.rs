//! The closed list of things that leave an audit entry (R42).

use super::text_enum::text_enum;

text_enum! {
    /// What happened.
    Event {
        /// Somebody signed in.
        SignedIn = "signed_in",
        /// Somebody signed out.
        SignedOut = "signed_out",
        /// A reset link was asked for.
        PasswordResetAsked = "password_reset_asked",
        /// A new password was chosen; every session ended.
        PasswordChanged = "password_changed",
        /// A product and its prices were put on the list.
        ProductListed = "product_listed",
        /// An account was opened.
        AccountOpened = "account_opened",
        /// A person was added to an account or to staff.
        PersonAdded = "person_added",
        /// A subscription was bought, with its first term.
        SubscriptionOpened = "subscription_opened",
        /// A further term was bought.
        TermBought = "term_bought",
        /// A license was issued.
        LicenseIssued = "license_issued",
        /// Auto-renewal was turned off.
        RenewalCancelled = "renewal_cancelled",
        /// Auto-renewal was turned on again.
        RenewalResumed = "renewal_resumed",
        /// A late cancellation was asked for.
        LateCancellationAsked = "late_cancellation_asked",
        /// Staff turned the renewal off late.
        LateCancellationGranted = "late_cancellation_granted",
        /// Staff declined.
        LateCancellationDeclined = "late_cancellation_declined",
        /// An instance ID was pasted and looked at.
        InstanceIdRead = "instance_id_read",
        /// An instance was linked to a subscription.
        InstanceLinked = "instance_linked",
        /// A linked instance reported again.
        InstanceReported = "instance_reported",
        /// A token was made.
        TokenMade = "token_made",
        /// A new generation of keys was made.
        KeysRotated = "keys_rotated",
    }
}
