//! How an action ends when it is not done: the rules say no, or we failed.

use crate::domain::money::NotAnAmount;
use crate::domain::password::Unfit;
use crate::domain::{access, dispute, instance_id, invoice, key_stage, order, renewal};
use crate::store::StoreError;

/// The rules say no. Carries data; the words are chosen by whoever shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such thing for this account.
    Missing,
    /// Address and password do not belong together, or the person may not sign in.
    WrongCredentials,
    /// Too many attempts lately.
    Throttled {
        /// Within so many minutes.
        minutes: i64,
    },
    /// The reset link is used, expired, or never was.
    DeadLink,
    /// The new password is not taken.
    Password(Unfit),
    /// A renewal cannot be turned off or on, or the next term not be bought.
    Renewal(renewal::Refused),
    /// Seats cannot be bought.
    Order(order::Refused),
    /// A settlement cannot be objected to, or let go.
    Settlement(dispute::Refused),
    /// A credit note for this cannot be issued, or it cannot be marked as paid.
    Invoice(invoice::Refused),
    /// Cards are not taken here.
    NoCards,
    /// A late request is open already.
    RequestedAlready,
    /// A late request was decided already.
    DecidedAlready,
    /// An instance ID is not taken.
    InstanceId(instance_id::Refused),
    /// An account has as many contacts of a role as it may.
    TooManyContacts {
        /// So many.
        most: usize,
    },
    /// Somebody's access cannot be taken.
    Access(access::Refused),
    /// The portal's keys stay in their stages.
    Keys(key_stage::Refused),
    /// An address was asked too often lately whether it may get letters.
    AskedTooOften {
        /// So many times within 24 hours at most.
        most: i64,
    },
    /// Something with this name or number is there already.
    Taken,
}

/// For operators; pages and the API say each in their own words.
impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Access(refused) => return refused.fmt(f),
            Self::Missing => "there is no such thing",
            Self::WrongCredentials => "email and password don't match, or the person can't sign in",
            Self::Throttled { minutes } => return write!(f, "too many attempts: try again in {minutes} minutes"),
            Self::DeadLink => "the link was used or has expired",
            Self::Password(_) => "that password can't be used",
            Self::Renewal(_) => "the renewal can't be changed this way now",
            Self::Order(_) => "these seats can't be bought",
            Self::Settlement(_) => "this reconciliation can't be changed any more",
            Self::Invoice(_) => "this invoice can't be changed this way",
            Self::NoCards => "cards aren't accepted here",
            Self::RequestedAlready => "that was requested already",
            Self::DecidedAlready => "that was decided already",
            Self::InstanceId(_) => "the instance ID can't be accepted",
            Self::TooManyContacts { most } => return write!(f, "an account has at most {most} contacts of a role"),
            Self::Keys(_) => "the portal's keys can't be changed this way now",
            Self::AskedTooOften { most } => return write!(f, "an address is asked at most {most} times a day"),
            Self::Taken => "that is there already",
        })
    }
}

/// How an action can end other than done.
#[derive(Debug)]
pub enum Failure {
    /// The rules say no.
    Refused(Refusal),
    /// We failed.
    Broken(Broken),
}

/// Our own failure, with its cause, for the log.
#[derive(Debug)]
pub enum Broken {
    /// The store's.
    Store(StoreError),
    /// Anything else.
    Other(Box<dyn std::error::Error + Send + Sync>),
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Store(cause) => cause.fmt(f),
            Self::Other(cause) => cause.fmt(f),
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Broken(cause) => cause.fmt(f),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<renewal::Refused> for Failure {
    fn from(refused: renewal::Refused) -> Self {
        Self::Refused(Refusal::Renewal(refused))
    }
}

impl From<instance_id::Refused> for Failure {
    fn from(refused: instance_id::Refused) -> Self {
        Self::Refused(Refusal::InstanceId(refused))
    }
}

impl From<dispute::Refused> for Failure {
    fn from(refused: dispute::Refused) -> Self {
        Self::Refused(Refusal::Settlement(refused))
    }
}

impl From<invoice::Refused> for Failure {
    fn from(refused: invoice::Refused) -> Self {
        Self::Refused(Refusal::Invoice(refused))
    }
}

impl From<access::Refused> for Failure {
    fn from(refused: access::Refused) -> Self {
        Self::Refused(Refusal::Access(refused))
    }
}

impl From<key_stage::Refused> for Failure {
    fn from(refused: key_stage::Refused) -> Self {
        Self::Refused(Refusal::Keys(refused))
    }
}

impl From<seatsync_agent::instance_id::Refused> for Failure {
    fn from(refused: seatsync_agent::instance_id::Refused) -> Self {
        instance_id::Refused::Message(refused).into()
    }
}

impl From<order::Refused> for Failure {
    fn from(refused: order::Refused) -> Self {
        Self::Refused(Refusal::Order(refused))
    }
}

impl From<NotAnAmount> for Failure {
    fn from(_: NotAnAmount) -> Self {
        order::Refused::Amount.into()
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
