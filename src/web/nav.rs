//! The main navigation: where somebody who is signed in may go.

use crate::domain::language::Language;
use crate::domain::role::{Right, Role};
use crate::urls;
use crate::words::t;

/// Which entry of the main navigation a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Subscriptions and what hangs on them.
    Subscriptions,
    Invoices,
    /// How an account pays, and who gets its emails.
    Account,
    /// Emails to the person.
    Emails,
    /// How soon the vendor answers.
    Support,
    /// Staff's pages.
    Staff,
    /// None of them.
    Elsewhere,
}

/// Which entries of the main navigation there are for who is signed in, beside the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Entries {
    /// Invoices, and how they are paid.
    pub billing: bool,
    /// Who gets an account's emails.
    pub contacts: bool,
    /// What was sent to them.
    pub emails: bool,
}

impl Entries {
    /// For somebody with these roles, each on an account that buys directly or not (R18).
    #[must_use]
    pub fn of(roles: &[(Role, bool)]) -> Self {
        Self {
            billing: roles.iter().any(|(role, is_direct)| *is_direct && role.has(Right::Billing)),
            contacts: roles.iter().any(|(role, _)| role.has(Right::Own)),
            emails: !roles.is_empty(),
        }
    }

    /// The first page of the account's own ones.
    #[must_use]
    pub const fn account(self) -> Option<&'static str> {
        match (self.billing, self.contacts) {
            (true, _) => Some(urls::payment_method()),
            (false, true) => Some(urls::contacts()),
            (false, false) => None,
        }
    }
}

/// One entry of the main navigation.
pub struct Entry {
    /// Where it leads.
    pub href: &'static str,
    /// What it is called.
    pub label: String,
    /// Whether the page belongs to it.
    pub is_here: bool,
}

/// The main navigation of who is signed in.
#[must_use]
pub fn entries(l: Language, entries: Entries, is_staff: bool, section: Section) -> Vec<Entry> {
    let all = [
        (Some(urls::home()), Section::Subscriptions, t!(l, "nav-subscriptions")),
        (entries.billing.then(urls::invoices), Section::Invoices, t!(l, "nav-invoices")),
        (entries.account(), Section::Account, t!(l, "nav-account")),
        (entries.emails.then(urls::emails), Section::Emails, t!(l, "nav-emails")),
        (entries.emails.then(urls::support), Section::Support, t!(l, "nav-support")),
        (is_staff.then(urls::staff), Section::Staff, t!(l, "nav-staff")),
    ];
    let entry = |(href, of, label)| Some(Entry { href: href?, label, is_here: of == section });
    all.into_iter().filter_map(entry).collect()
}
