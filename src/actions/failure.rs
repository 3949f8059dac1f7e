//! How an action ends when it is not done: the rules say no, or we failed.

use crate::domain::money::NotAnAmount;
use crate::domain::password::Unfit;
use crate::domain::{access, dispute, instance_id, invoice, key_stage, order, renewal};
use crate::store::StoreError;

/// The rules say no. Carries data; pages and the API say each in their own words, and what is said here is for operators.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such thing for this account.
    #[error("there is no such thing")]
    Missing,
    /// Address and password do not belong together, or the person may not sign in.
    #[error("email and password don't match, or the person can't sign in")]
    WrongCredentials,
    /// Too many attempts lately.
    #[error("too many attempts: try again in {minutes} minutes")]
    Throttled {
        /// Within so many minutes.
        minutes: i64,
    },
    /// The reset link is used, expired, or never was.
    #[error("the link was used or has expired")]
    DeadLink,
    /// The new password is not taken.
    #[error("that password can't be used")]
    Password(Unfit),
    /// A renewal cannot be turned off or on, or the next term not be bought.
    #[error("the renewal can't be changed this way now")]
    Renewal(renewal::RenewalRefused),
    /// Seats cannot be bought.
    #[error("these seats can't be bought")]
    Order(order::OrderRefused),
    /// A reconciliation cannot be disputed, or waived.
    #[error("this reconciliation can't be changed any more")]
    Reconciliation(dispute::DisputeRefused),
    /// A credit note for this cannot be issued, or it cannot be marked as paid.
    #[error("this invoice can't be changed this way")]
    Invoice(invoice::InvoiceRefused),
    /// Cards are not taken here.
    #[error("cards aren't accepted here")]
    NoCards,
    /// A late request is open already.
    #[error("that was requested already")]
    RequestedAlready,
    /// A late request was decided already.
    #[error("that was decided already")]
    DecidedAlready,
    /// An instance ID is not taken.
    #[error("the instance ID can't be accepted")]
    InstanceId(instance_id::InstanceRefused),
    /// An account has as many contacts of a role as it may.
    #[error("an account has at most {most} contacts of a role")]
    TooManyContacts {
        /// So many.
        most: usize,
    },
    /// Somebody's access cannot be taken.
    #[error(transparent)]
    Access(access::AccessRefused),
    /// The portal's keys stay in their stages.
    #[error("the portal's keys can't be changed this way now")]
    Keys(key_stage::KeyChangeRefused),
    /// An address was asked too often lately whether it may get emails.
    #[error("an address is asked at most {most} times a day")]
    AskedTooOften {
        /// So many times within 24 hours at most.
        most: i64,
    },
    /// Something with this name or number is there already.
    #[error("that is there already")]
    Taken,
}

/// How an action can end other than done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The rules say no.
    #[error(transparent)]
    Refused(Refusal),
    /// We failed.
    #[error(transparent)]
    Broken(Broken),
}

/// Our own failure, with its cause, for the log.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// The store's.
    #[error(transparent)]
    Store(StoreError),
    /// Anything else.
    #[error(transparent)]
    Other(Box<dyn std::error::Error + Send + Sync>),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<renewal::RenewalRefused> for Failure {
    fn from(refused: renewal::RenewalRefused) -> Self {
        Self::Refused(Refusal::Renewal(refused))
    }
}

impl From<instance_id::InstanceRefused> for Failure {
    fn from(refused: instance_id::InstanceRefused) -> Self {
        Self::Refused(Refusal::InstanceId(refused))
    }
}

impl From<dispute::DisputeRefused> for Failure {
    fn from(refused: dispute::DisputeRefused) -> Self {
        Self::Refused(Refusal::Reconciliation(refused))
    }
}

impl From<invoice::InvoiceRefused> for Failure {
    fn from(refused: invoice::InvoiceRefused) -> Self {
        Self::Refused(Refusal::Invoice(refused))
    }
}

impl From<access::AccessRefused> for Failure {
    fn from(refused: access::AccessRefused) -> Self {
        Self::Refused(Refusal::Access(refused))
    }
}

impl From<key_stage::KeyChangeRefused> for Failure {
    fn from(refused: key_stage::KeyChangeRefused) -> Self {
        Self::Refused(Refusal::Keys(refused))
    }
}

impl From<seatsync_agent::instance_id::InstanceIdRefused> for Failure {
    fn from(refused: seatsync_agent::instance_id::InstanceIdRefused) -> Self {
        instance_id::InstanceRefused::Message(refused).into()
    }
}

impl From<order::OrderRefused> for Failure {
    fn from(refused: order::OrderRefused) -> Self {
        Self::Refused(Refusal::Order(refused))
    }
}

impl From<NotAnAmount> for Failure {
    fn from(_: NotAnAmount) -> Self {
        order::OrderRefused::Amount.into()
    }
}

impl From<StoreError> for Failure {
    fn from(cause: StoreError) -> Self {
        Self::Broken(Broken::Store(cause))
    }
}

impl Failure {
    /// Our own failure with any cause.
    pub fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Broken(Broken::Other(cause.into()))
    }
}

/// What an action returns.
pub type Done<T> = Result<T, Failure>;

/// What is missing for the account is refused as such.
pub(super) fn or_missing<T>(found: Option<T>) -> Done<T> {
    found.ok_or_else(|| Refusal::Missing.into())
}

/// A duplicate is a refusal, anything else the store's own failure.
pub(super) fn unless_taken<T>(stored: Result<T, StoreError>) -> Done<T> {
    stored.map_err(|cause| if cause.is_duplicate() { Refusal::Taken.into() } else { cause.into() })
}
