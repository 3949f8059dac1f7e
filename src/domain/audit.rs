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
        AccountOpened = "account_opened",
        /// A person was added to an account or to staff.
        PersonAdded = "person_added",
        /// A person was disabled: they cannot sign in, and every session ended.
        PersonDisabled = "person_disabled",
        /// A disabled person was enabled.
        PersonEnabled = "person_enabled",
        /// A person was removed from an account or from staff.
        PersonRemoved = "person_removed",
        /// A person got another role on an account.
        RoleChanged = "role_changed",
        /// Every session of a person was ended.
        SessionsEnded = "sessions_ended",
        /// A subscription was bought, with its first term.
        SubscriptionOpened = "subscription_opened",
        /// A further term was bought.
        TermBought = "term_bought",
        /// A subscription was put on pause: no quarter is reconciled while it stands.
        BillingPaused = "billing_paused",
        BillingResumed = "billing_resumed",
        /// A quarter was skipped, for a reason.
        ReconciliationSkipped = "reconciliation_skipped",
        /// A quarter was reconciled and told.
        ReconciliationNotified = "reconciliation_notified",
        /// A reconciliation was charged or invoiced; seats rose.
        ReconciliationBilled = "reconciliation_billed",
        /// Seats bought in the meantime removed a reconciliation's overage.
        ReconciliationSuperseded = "reconciliation_superseded",
        /// A reconciliation could not be charged.
        ReconciliationPaymentFailed = "reconciliation_payment_failed",
        /// An unpaid reconciliation went back to the annual true-up, and its term with it.
        ReconciliationReverted = "reconciliation_reverted",
        /// A customer disputed a reconciliation.
        ReconciliationDisputed = "reconciliation_disputed",
        /// A dispute was withdrawn, or staff rejected it: the reconciliation goes on.
        DisputeEnded = "dispute_ended",
        /// Staff waive a reconciliation.
        ReconciliationWaived = "reconciliation_waived",
        /// Users of a term were billed at its end.
        TrueUpBilled = "true_up_billed",
        /// Seats were bought within a term.
        SeatsBought = "seats_bought",
        /// Something was to be bought, and the card was declined.
        OrderDeclined = "order_declined",
        /// A term was renewed.
        Renewed = "renewed",
        /// A term ended without a next one.
        NotRenewed = "not_renewed",
        /// A renewal could not be charged.
        RenewalPaymentFailed = "renewal_payment_failed",
        InvoiceIssued = "invoice_issued",
        /// An invoice was taken back.
        CreditNoteIssued = "credit_note_issued",
        InvoicePaid = "invoice_paid",
        /// Somebody opened an invoice by its mailed link.
        InvoiceViewed = "invoice_viewed",
        /// A mailed link was revoked, or sent anew.
        InvoiceLinkRevoked = "invoice_link_revoked",
        /// A new link to an invoice was mailed.
        InvoiceLinkSent = "invoice_link_sent",
        /// An alert was closed: staff looked into it, or a restore explained it.
        AlertClosed = "alert_closed",
        /// A card was put on file.
        CardAdded = "card_added",
        /// The card was taken off file.
        CardRemoved = "card_removed",
        /// A contact was named.
        ContactAdded = "contact_added",
        /// A contact's address was asked once more whether it may get emails.
        ContactAsked = "contact_asked",
        /// Somebody confirmed a contact's address by the link mailed there.
        ContactConfirmed = "contact_confirmed",
        ContactRemoved = "contact_removed",
        LicenseIssued = "license_issued",
        /// Auto-renewal was turned off.
        RenewalCancelled = "renewal_cancelled",
        /// Auto-renewal was turned on again.
        RenewalResumed = "renewal_resumed",
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
        InstanceUnlinked = "instance_unlinked",
        /// What becomes of an instance's security updates was chosen.
        UpdatesChosen = "updates_chosen",
        /// An upgrade at the next sync was asked for, or that was taken back.
        UpgradeAsked = "upgrade_asked",
        /// A subscription got another activation code.
        CodeReplaced = "code_replaced",
        /// Releases, advisories or support times were imported.
        ReleasesImported = "releases_imported",
        TokenMade = "token_made",
        /// A new generation of keys was made and taken into use at once: the first one, and all of former releases.
        KeysRotated = "keys_rotated",
        /// A new generation of keys was made and published.
        KeysPublished = "keys_published",
        /// A published generation of keys was taken into use.
        KeysSigned = "keys_signed",
        /// A generation of keys was retired.
        KeysRetired = "keys_retired",
    }
}
