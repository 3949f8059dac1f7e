//! A document in a list.

use super::view::{badge, kind};
use crate::domain::calendar::Day;
use crate::domain::language::Language;
use crate::http::badge::Badge;
use crate::http::time::Stamp;
use crate::store::invoices::Listed;
use crate::words;

/// A document in a list, and how its payment stands today.
pub struct Entry {
    /// `2026-000123`.
    pub number: String,
    pub customer: String,
    /// What for, in a word.
    pub kind: String,
    /// The subscription's number.
    pub subscription: String,
    /// The day it was issued.
    pub issued: Stamp,
    /// The last day to pay it; said while it is to be paid.
    pub due: Option<Stamp>,
    /// What it comes to, with tax.
    pub total: String,
    /// How its payment stands, in a word.
    pub state: Badge,
}

impl Entry {
    /// The entry of a document, as it stands on a day.
    #[must_use]
    pub fn of(l: Language, listed: Listed, today: Day) -> Self {
        let standing = listed.standing(today);
        Self {
            kind: kind(l, listed.kind),
            issued: Stamp::day(l, listed.issued_on),
            due: standing.is_unpaid().then(|| Stamp::day(l, listed.due_on)),
            total: words::money(l, listed.total),
            state: badge(l, standing),
            customer: listed.account_name,
            subscription: listed.subscription,
            number: listed.number,
        }
    }
}
