//! Letters: each that a fact requires was written once to each of its readers, and none is stuck or keeps its secret.

use std::collections::BTreeMap;

use super::dossier::Dossier;
use super::facts::{Noted, Posted};
use super::fault::{Fault, Faults, Kind};
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Instant, days_after};
use crate::domain::contact::ContactRole;
use crate::domain::ids::LetterId;
use crate::domain::invoice::InvoiceKind;
use crate::domain::letter::{LetterKind, MOST_ATTEMPTS};
use crate::domain::plan::Deployment;
use crate::domain::policy::Policy;
use crate::domain::reconciliation::SettlementState;
use crate::domain::subscription::timetable::CODE_UNUSED_DAYS;

pub(super) fn check(d: &Dossier, found: &mut Faults) {
    for letter in &d.letters {
        let subject = format!("{}, letter {} ({})", d.subject(), letter.id, letter.kind);
        found.unless(letter.reader == letter.kind.reader(), Kind::LetterReader, subject, || {
            let role = |role: Option<_>| role.map_or_else(|| "a person".to_owned(), |r: ContactRole| r.to_string());
            format!("it went to {}, and is for {}", role(letter.reader), role(letter.kind.reader()))
        });
    }
    of_facts(d, found);
    of_days(d, found);
}

/// Letters that belong to something that happened: then, once to each reader.
fn of_facts(d: &Dossier, found: &mut Faults) {
    let mut due: BTreeMap<(LetterKind, Instant), usize> = BTreeMap::new();
    for entry in &d.entries {
        for kind in required(d, entry) {
            *due.entry((kind, entry.at)).or_default() += 1;
        }
    }
    let mut written: BTreeMap<(LetterKind, Instant), BTreeMap<&str, usize>> = BTreeMap::new();
    for letter in d.letters.iter().filter(|l| is_of_fact(l.kind)) {
        *written.entry((letter.kind, letter.at)).or_default().entry(&letter.recipient).or_default() += 1;
    }
    for (&(kind, at), &times) in &due {
        let has_reader = d.readers.iter().any(|(role, since)| Some(*role) == kind.reader() && *since <= at);
        let readers = written.get(&(kind, at));
        // What repeats may have been told by a later letter.
        let is_told_later = || {
            kind.repeats().is_some_and(|repeats| {
                let stands = |l: &&Posted| l.stands_from.is_some_and(|from| from <= at && at <= l.at);
                d.letters.iter().filter(|l| repeats.kinds.contains(&l.kind)).any(|l| stands(&l))
            })
        };
        let is_missing =
            readers.map_or(has_reader, |readers| readers.values().any(|written| *written < times)) && !is_told_later();
        found.unless(!is_missing, Kind::LetterMissing, d.subject(), || {
            let happened = if times == 1 { String::new() } else { format!("{times} times ") };
            format!(
                "the letter {kind} of {} is missing, which is required {happened}by what happened then",
                at.to_rfc3339()
            )
        });
    }
    for ((kind, at), readers) in &written {
        let times = due.get(&(*kind, *at)).copied().unwrap_or(0);
        for (reader, written) in readers {
            found.unless(*written <= times, Kind::LetterTwice, d.subject(), || {
                let at = at.to_rfc3339();
                format!("the letter {kind} of {at} went to {reader} {written} times, and what happened then requires {times}")
            });
        }
    }
}

const fn is_of_fact(kind: LetterKind) -> bool {
    match kind {
        LetterKind::ActivationCode
        | LetterKind::ReconciliationNotice
        | LetterKind::ReconciliationCharged
        | LetterKind::Invoice
        | LetterKind::CreditNote
        | LetterKind::PaymentFailed
        | LetterKind::Renewed
        | LetterKind::RenewalCancelled
        | LetterKind::RenewalResumed
        | LetterKind::LateRequestDeclined
        | LetterKind::LicenseReady => true,
        LetterKind::PasswordReset
        | LetterKind::ContactConfirmation
        | LetterKind::HeadsUp
        | LetterKind::ReportReminder
        | LetterKind::RenewalReminder
        | LetterKind::TokenMade
        | LetterKind::SyncMissing
        | LetterKind::CodeUnused
        | LetterKind::SecurityUpdate => false,
    }
}

/// The letters an audit entry requires.
fn required(d: &Dossier, entry: &Noted) -> Vec<LetterKind> {
    let is_direct = d.account.reseller.is_none();
    let license = (d.subscription.deployment != Deployment::Saas).then_some(LetterKind::LicenseReady);
    let with_license = |kind: Option<LetterKind>| kind.into_iter().chain(license).collect();
    match entry.event {
        Event::SubscriptionOpened => vec![LetterKind::ActivationCode],
        Event::SettlementNotified => vec![LetterKind::ReconciliationNotice],
        Event::SettlementBilled => {
            let is_charged = is_charged(d, |s| Some(s.id) == entry.settlement);
            with_license(is_charged.then_some(LetterKind::ReconciliationCharged))
        }
        Event::SeatsBought => with_license(None),
        Event::Renewed => with_license(Some(LetterKind::Renewed)),
        Event::InvoiceIssued => {
            // A settlement that a card paid has a letter of its own.
            let of = d.documents.iter().map(|document| &document.invoice);
            let of = of
                .filter(|i| entry.subject == format!("invoice:{}", i.number))
                .find(|i| i.kind == InvoiceKind::Reconciliation);
            let is_told = of.is_some_and(|invoice| is_charged(d, |s| s.id.0 == invoice.subject));
            (is_direct && !is_told).then_some(LetterKind::Invoice).into_iter().collect()
        }
        Event::InvoiceLinkSent => is_direct.then_some(LetterKind::Invoice).into_iter().collect(),
        Event::CreditNoteIssued => is_direct.then_some(LetterKind::CreditNote).into_iter().collect(),
        Event::SettlementPaymentFailed | Event::RenewalPaymentFailed => vec![LetterKind::PaymentFailed],
        // A contract may be turned off from the start.
        Event::RenewalCancelled if entry.at == d.opened_at => Vec::new(),
        Event::RenewalCancelled | Event::LateCancellationGranted => vec![LetterKind::RenewalCancelled],
        Event::RenewalResumed => vec![LetterKind::RenewalResumed],
        Event::LateCancellationDeclined => vec![LetterKind::LateRequestDeclined],
        _ => Vec::new(),
    }
}

fn is_charged(d: &Dossier, is_one: impl Fn(&crate::domain::reconciliation::Settlement) -> bool) -> bool {
    d.settlements.iter().find(|s| is_one(s)).is_some_and(|s| s.state == SettlementState::Charged)
}

/// Letters of the calendar: to each reader at most one for each day it was due on.
fn of_days(d: &Dossier, found: &mut Faults) {
    let mut written: BTreeMap<(LetterKind, &str), usize> = BTreeMap::new();
    for letter in &d.letters {
        *written.entry((letter.kind, letter.recipient.as_str())).or_default() += 1;
    }
    let kinds = [LetterKind::HeadsUp, LetterKind::ReportReminder, LetterKind::RenewalReminder, LetterKind::CodeUnused];
    for ((kind, reader), written) in written.into_iter().filter(|((kind, _), _)| kinds.contains(kind)) {
        let days = days_of(d, kind);
        let times = days.iter().filter(|day| d.worked_on.is_some_and(|worked| worked >= **day)).count();
        found.unless(written <= times, Kind::LetterTwice, d.subject(), || {
            format!("the letter {kind} went to {reader} {written} times, and was due {times} times")
        });
    }
}

/// The days a letter of the calendar is written on at most.
fn days_of(d: &Dossier, kind: LetterKind) -> Vec<Day> {
    let policy = &d.product.policy;
    let of_term = |term: &crate::domain::subscription::BoughtTerm| -> Vec<Day> {
        let boundaries = || d.quarters(term).into_iter().filter(|q| !q.is_last).map(|q| q.span.end);
        match kind {
            LetterKind::HeadsUp => boundaries().map(|on| days_after(on, -Policy::HEADS_UP_DAYS)).collect(),
            LetterKind::ReportReminder => {
                boundaries().map(|on| days_after(on, -Policy::OFFLINE_REMINDER_DAYS)).collect()
            }
            LetterKind::RenewalReminder => {
                policy.reminder_days().iter().map(|days| days_after(term.span.end, -days)).collect()
            }
            LetterKind::CodeUnused if term.index == 0 => vec![days_after(term.span.start, CODE_UNUSED_DAYS)],
            _ => Vec::new(),
        }
    };
    d.terms.iter().flat_map(of_term).collect()
}

/// A letter in the outbox, about whatever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resting {
    pub(super) id: LetterId,
    pub(super) kind: LetterKind,
    /// How often it was tried.
    pub(super) attempts: i64,
    /// Whether it was sent.
    pub(super) was_sent: bool,
    /// Whether it was refused for good.
    pub(super) was_refused: bool,
    /// Whether it carries a secret.
    pub(super) has_secret: bool,
}

/// What is wrong with a letter by itself. `keeps_secrets`: whether letters that were sent keep them, as the demo's mailbox
/// needs it.
#[must_use]
pub(super) fn letter(letter: &Resting, keeps_secrets: bool) -> Vec<Fault> {
    let mut found = Faults::default();
    let subject = format!("letter {} ({})", letter.id, letter.kind);
    let has_ended = letter.was_sent || letter.was_refused;
    found.unless(has_ended || letter.attempts <= MOST_ATTEMPTS, Kind::LetterStuck, &subject, || {
        format!("it was tried {} times, and neither sent nor refused", letter.attempts)
    });
    found.unless(!letter.was_sent || letter.attempts > 0, Kind::LetterStuck, &subject, || {
        "it was sent, and never tried".to_owned()
    });
    found.unless(keeps_secrets || !(letter.was_sent && letter.has_secret), Kind::LetterSecret, &subject, || {
        "it was sent, and still carries its secret".to_owned()
    });
    found.0
}
