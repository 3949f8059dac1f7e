//! Why somebody's access cannot be taken.

/// Why somebody's access stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccessRefused {
    /// Nobody else owns the account.
    #[error("account {account} would be left without an owner: add another owner first, or say --force to leave it so")]
    LastOwner {
        /// Its number.
        account: String,
    },
    /// Nobody else works for the vendor.
    #[error(
        "nobody of the vendor's staff would be left to sign in: add another person first, or say --force to leave it so"
    )]
    LastStaff,
    /// They have no role on the account.
    #[error("they don't belong to account {account}; `user add` puts them there")]
    NotOn {
        /// Its number.
        account: String,
    },
    /// They belong to no account and not to staff.
    #[error("they belong to no account and not to staff; `user add` puts them there")]
    Nowhere,
}
