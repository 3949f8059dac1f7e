//! Why a message of an instance is not taken.

use seatsync_agent::instance_id;

/// Why an instance ID is not taken. Nothing changed by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InstanceRefused {
    /// The message itself says why.
    Message(instance_id::InstanceIdRefused),
    /// It carries an activation code that no subscription has.
    UnknownCode,
    /// It carries the activation code of another subscription of the account.
    CodeOfOther {
        /// That subscription's number.
        number: String,
    },
    /// The instance is linked to another subscription of the account.
    LinkedToOther {
        /// That subscription's number.
        number: String,
    },
    /// The instance was linked to another subscription of the account: its counts belong there.
    WasLinkedToOther {
        /// That subscription's number.
        number: String,
    },
    /// The instance is linked to somebody else's subscription.
    LinkedElsewhere,
    /// The instance sent a message without a code, and is linked to nothing, or no longer.
    NotLinked,
    /// The instance was linked and unlinked over and over today.
    LinkedTooOften {
        /// How often it may be linked within 24 hours.
        most: i64,
    },
    /// The instance runs another product than was bought.
    OtherProduct { runs: String, bought: String },
}

impl From<instance_id::InstanceIdRefused> for InstanceRefused {
    fn from(refused: instance_id::InstanceIdRefused) -> Self {
        Self::Message(refused)
    }
}
