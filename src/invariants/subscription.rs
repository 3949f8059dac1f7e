//! Everything that is wrong with one subscription and what belongs to it.

use super::dossier::{Dossier, day};
use super::fault::{Fault, Faults, Kind};
use super::{documents, emails, entries, money, reconciliations, renewals, seats};
use crate::domain::subscription::timetable::Timetable;

/// Everything that is wrong with a subscription and what belongs to it.
#[must_use]
pub(super) fn faults(dossier: &Dossier) -> Vec<Fault> {
    let mut found = Faults::default();
    seats::check(dossier, &mut found);
    reconciliations::check(dossier, &mut found);
    renewals::check(dossier, &mut found);
    money::check(dossier, &mut found);
    documents::check(dossier, &mut found);
    entries::check(dossier, &mut found);
    emails::check(dossier, &mut found);
    due(dossier, &mut found);
    belongings(dossier, &mut found);
    found.0
}

/// What is due next is what the timetable says, so that nothing is forgotten.
fn due(d: &Dossier, found: &mut Faults) {
    let timetable = Timetable {
        subscription: &d.subscription,
        policy: &d.product.policy,
        terms: &d.terms,
        reconciliations: &d.reconciliations,
        renewals: &d.renewals,
        worked_on: d.worked_on,
    };
    let next = timetable.next().first().map(|due| due.on);
    found.unless(next == d.due_on, Kind::Due, d.subject(), || {
        format!("{} is stored as due next, and the timetable says {}", day(d.due_on), day(next))
    });
}

/// Everything is the account's and in the subscription's currency.
fn belongings(d: &Dossier, found: &mut Faults) {
    for (what, other) in &d.strays {
        let sentence = format!("it belongs to account {other}, and its subscription to {}", d.account.id);
        found.note(Kind::Owner, format_args!("{}, {what}", d.subject()), sentence);
    }
    for (number, currency) in &d.foreign_lines {
        found.note(Kind::Currency, format_args!("invoice {number}"), format!("it has a line in {currency}"));
    }
}
