//! Somebody who can sign in.

use super::email_address::EmailAddress;
use super::ids::PersonId;
use super::language::Language;

/// A customer's person, or staff, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    /// Where their emails go, and what they sign in with.
    pub email: EmailAddress,
    /// What they are called.
    pub name: String,
    /// The language they chose; none until they do.
    pub language: Option<Language>,
    /// Whether they work for the vendor.
    pub is_staff: bool,
    /// Sessions opened under another epoch are over.
    pub session_epoch: i64,
    /// Whether they may not sign in any more.
    pub is_disabled: bool,
}
