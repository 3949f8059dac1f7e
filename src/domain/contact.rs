//! Who reads an account's emails: contacts by role, and the people whose role on the account stands in for them.

use super::email_address::EmailAddress;
use super::ids::PersonId;
use super::language::Language;
use super::person::Person;
use super::role::{Right, Role};
use super::text_enum::text_enum;

text_enum! {
    /// What an account's contact is for.
    ContactRole {
        /// Invoices, reconciliations, payments.
        Billing = "billing",
        /// Renewal: what happens to the subscription as a whole.
        Subscription = "subscription",
        /// Instances, licenses, codes.
        Technical = "technical",
    }
}

impl ContactRole {
    /// Whether people with this role on the account read such emails while no contact is named.
    #[must_use]
    pub const fn falls_to(self, role: Role) -> bool {
        match self {
            Self::Billing | Self::Subscription => role.has(Right::Billing),
            Self::Technical => role.has(Right::Technical),
        }
    }
}

/// Somebody an email is for; they need not be able to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Where it goes.
    pub email: EmailAddress,
    /// What they are called.
    pub name: String,
    /// The language they chose; none: the account's.
    pub language: Option<Language>,
    /// Who they are here; none: somebody who only gets emails.
    pub person: Option<PersonId>,
}

impl From<&Person> for Reader {
    fn from(person: &Person) -> Self {
        Self {
            email: person.email.clone(),
            name: person.name.clone(),
            language: person.language,
            person: Some(person.id),
        }
    }
}
