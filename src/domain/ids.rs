//! One newtype per table key, so that an account's id cannot be passed for a person's.

use uuid::Uuid;

/// A thing of an account, by its key: to anybody else it is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owned<Id> {
    pub account: AccountId,
    pub id: Id,
}

impl<Id> Owned<Id> {
    /// The account's thing with this key.
    pub const fn new(account: AccountId, id: Id) -> Self {
        Self { account, id }
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new UUIDv7: made by us, sortable by age; never a secret.
            #[must_use]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// A customer of the vendor.
    AccountId,
    /// Somebody who signs in: a customer's person or staff.
    PersonId,
    /// A person's role on one account.
    MembershipId,
    /// What the vendor sells.
    ProductId,
    /// A price in the list.
    PriceId,
    /// A customer's subscription to a product.
    SubscriptionId,
    /// One term of a subscription.
    TermId,
    /// A customer's running copy of the product; made by the instance itself.
    InstanceId,
    /// One instance ID as it was received (the text, not the instance).
    ReceivedId,
    /// A license as issued.
    LicenseId,
    /// A token as made.
    TokenId,
    /// The turning-off of a renewal.
    CancellationId,
    /// One quarter of one term, reconciled or skipped.
    ReconciliationId,
    /// A pause that staff put on a subscription's reconciliations.
    PauseId,
    /// A customer's dispute of a reconciliation.
    DisputeId,
    /// Seats added within a term.
    SeatChangeId,
    /// What became of the renewal of a term.
    RenewalId,
    /// Users of a term that are billed at its end.
    TrueUpId,
    /// What somebody bought by hand.
    OrderId,
    /// A card on file.
    CardId,
    /// One attempt to charge a card.
    PaymentId,
    /// An invoice or credit note.
    InvoiceId,
    /// A mailed link that opens one invoice.
    InvoiceLinkId,
    /// Somebody who gets an account's emails.
    ContactId,
    /// A request to turn a renewal off after the last day.
    LateRequestId,
    /// An email in the outbox.
    EmailId,
    /// An audit entry.
    AuditId,
    /// A link to choose a new password by.
    ResetId,
    /// A request for one, not answered yet.
    ResetRequestId,
    /// A question whether an address may get emails.
    ConfirmationId,
    /// A private key of the portal.
    KeyId,
    /// A usage report.
    ReportId,
    /// An attempt to sign in, or to have a reset link.
    AttemptId,
    /// Something flagged for staff.
    AlertId,
    /// A message as an instance sent it.
    MessageId,
    /// A release of a product.
    ReleaseId,
    /// A flaw in some versions of a product.
    AdvisoryId,
}
