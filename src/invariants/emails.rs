//! Emails: each that a fact requires was written once to each of its readers, and none is stuck or keeps its secret.

use std::collections::BTreeMap;

use super::dossier::Dossier;
use super::facts::{Noted, Posted};
use super::fault::{Fault, Faults, Kind};
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Instant, days_after};
use crate::domain::contact::ContactRole;
use crate::domain::email::{EmailKind, MOST_ATTEMPTS};
use crate::domain::ids::EmailId;
use crate::domain::invoice::InvoiceKind;
use crate::domain::plan::Deployment;
use crate::domain::policy::Policy;
use crate::domain::reconciliation::ReconciliationState;
use crate::domain::subscription::timetable::CODE_UNUSED_DAYS;

pub(super) fn check(d: &Dossier, found: &mut Faults) {
    for email in &d.emails {
        let subject = format!("{}, email {} ({})", d.subject(), email.id, email.kind);
        found.unless(email.reader == email.kind.reader(), Kind::EmailReader, subject, || {
            let role = |role: Option<_>| role.map_or_else(|| "a person".to_owned(), |r: ContactRole| r.to_string());
            format!("it went to {}, and is for {}", role(email.reader), role(email.kind.reader()))
        });
    }
    of_facts(d, found);
    of_days(d, found);
}

/// Emails that belong to something that happened: then, once to each reader.
fn of_facts(d: &Dossier, found: &mut Faults) {
    let mut due: BTreeMap<(EmailKind, Instant), usize> = BTreeMap::new();
    for entry in &d.entries {
        for kind in required(d, entry) {
            *due.entry((kind, entry.at)).or_default() += 1;
        }
    }
    let mut written: BTreeMap<(EmailKind, Instant), BTreeMap<&str, usize>> = BTreeMap::new();
    for email in d.emails.iter().filter(|l| is_of_fact(l.kind)) {
        *written.entry((email.kind, email.at)).or_default().entry(&email.recipient).or_default() += 1;
    }
    for (&(kind, at), &times) in &due {
        let has_reader = d.readers.iter().any(|(role, since)| Some(*role) == kind.reader() && *since <= at);
        let readers = written.get(&(kind, at));
        // What repeats may have been told by a later email.
        let is_told_later = || {
            kind.repeats().is_some_and(|repeats| {
                let stands = |l: &&Posted| l.stands_from.is_some_and(|from| from <= at && at <= l.at);
                d.emails.iter().filter(|l| repeats.kinds.contains(&l.kind)).any(|l| stands(&l))
            })
        };
        let is_missing =
            readers.map_or(has_reader, |readers| readers.values().any(|written| *written < times)) && !is_told_later();
        found.unless(!is_missing, Kind::EmailMissing, d.subject(), || {
            let happened = if times == 1 { String::new() } else { format!("{times} times ") };
            format!(
                "the email {kind} of {} is missing, which is required {happened}by what happened then",
                at.to_rfc3339()
            )
        });
    }
    for ((kind, at), readers) in &written {
        let times = due.get(&(*kind, *at)).copied().unwrap_or(0);
        for (reader, written) in readers {
            found.unless(*written <= times, Kind::EmailTwice, d.subject(), || {
                let at = at.to_rfc3339();
                format!(
                    "the email {kind} of {at} went to {reader} {written} times, and what happened then requires {times}"
                )
            });
        }
    }
}

const fn is_of_fact(kind: EmailKind) -> bool {
    match kind {
        EmailKind::ActivationCode
        | EmailKind::ReconciliationNotice
        | EmailKind::ReconciliationCharged
        | EmailKind::Invoice
        | EmailKind::CreditNote
        | EmailKind::PaymentFailed
        | EmailKind::Renewed
        | EmailKind::RenewalCancelled
        | EmailKind::RenewalResumed
        | EmailKind::LateRequestDeclined
        | EmailKind::LicenseReady => true,
        EmailKind::PasswordReset
        | EmailKind::ContactConfirmation
        | EmailKind::HeadsUp
        | EmailKind::ReportReminder
        | EmailKind::RenewalReminder
        | EmailKind::TokenMade
        | EmailKind::SyncMissing
        | EmailKind::CodeUnused
        | EmailKind::Ended
        | EmailKind::DisputeDecided
        | EmailKind::SecurityUpdate => false,
    }
}

/// The emails an audit entry requires.
fn required(d: &Dossier, entry: &Noted) -> Vec<EmailKind> {
    let is_direct = d.account.reseller.is_none();
    let license = (d.subscription.deployment != Deployment::Saas).then_some(EmailKind::LicenseReady);
    let with_license = |kind: Option<EmailKind>| kind.into_iter().chain(license).collect();
    match entry.event {
        Event::SubscriptionOpened => vec![EmailKind::ActivationCode],
        Event::ReconciliationNotified => vec![EmailKind::ReconciliationNotice],
        Event::ReconciliationBilled => {
            let is_charged = is_charged(d, |s| Some(s.id) == entry.reconciliation);
            with_license(is_charged.then_some(EmailKind::ReconciliationCharged))
        }
        Event::SeatsBought => with_license(None),
        Event::Renewed => with_license(Some(EmailKind::Renewed)),
        Event::InvoiceIssued => {
            // A reconciliation that a card paid has an email of its own.
            let of = d.documents.iter().map(|document| &document.invoice);
            let of = of
                .filter(|i| entry.subject == format!("invoice:{}", i.number))
                .find(|i| i.kind == InvoiceKind::Reconciliation);
            let is_told = of.is_some_and(|invoice| is_charged(d, |s| s.id.0 == invoice.subject));
            (is_direct && !is_told).then_some(EmailKind::Invoice).into_iter().collect()
        }
        Event::InvoiceLinkSent => is_direct.then_some(EmailKind::Invoice).into_iter().collect(),
        Event::CreditNoteIssued => is_direct.then_some(EmailKind::CreditNote).into_iter().collect(),
        Event::ReconciliationPaymentFailed | Event::RenewalPaymentFailed => vec![EmailKind::PaymentFailed],
        // A contract may be turned off from the start.
        Event::RenewalCancelled if entry.at == d.opened_at => Vec::new(),
        Event::RenewalCancelled | Event::LateCancellationGranted => vec![EmailKind::RenewalCancelled],
        Event::RenewalResumed => vec![EmailKind::RenewalResumed],
        Event::LateCancellationDeclined => vec![EmailKind::LateRequestDeclined],
        _ => Vec::new(),
    }
}

fn is_charged(d: &Dossier, is_one: impl Fn(&crate::domain::reconciliation::Reconciliation) -> bool) -> bool {
    d.reconciliations.iter().find(|s| is_one(s)).is_some_and(|s| s.state == ReconciliationState::Charged)
}

/// Emails of the calendar: to each reader at most one for each day it was due on.
fn of_days(d: &Dossier, found: &mut Faults) {
    let mut written: BTreeMap<(EmailKind, &str), usize> = BTreeMap::new();
    for email in &d.emails {
        *written.entry((email.kind, email.recipient.as_str())).or_default() += 1;
    }
    let kinds = [EmailKind::HeadsUp, EmailKind::ReportReminder, EmailKind::RenewalReminder, EmailKind::CodeUnused];
    for ((kind, reader), written) in written.into_iter().filter(|((kind, _), _)| kinds.contains(kind)) {
        let days = days_of(d, kind);
        let times = days.iter().filter(|day| d.worked_on.is_some_and(|worked| worked >= **day)).count();
        found.unless(written <= times, Kind::EmailTwice, d.subject(), || {
            format!("the email {kind} went to {reader} {written} times, and was due {times} times")
        });
    }
}

/// The days an email of the calendar is written on at most.
fn days_of(d: &Dossier, kind: EmailKind) -> Vec<Day> {
    let policy = &d.product.policy;
    let of_term = |term: &crate::domain::subscription::BoughtTerm| -> Vec<Day> {
        let boundaries = || d.quarters(term).into_iter().filter(|q| !q.is_last).map(|q| q.span.end);
        match kind {
            EmailKind::HeadsUp => boundaries().map(|on| days_after(on, -Policy::HEADS_UP_DAYS)).collect(),
            EmailKind::ReportReminder => {
                boundaries().map(|on| days_after(on, -Policy::OFFLINE_REMINDER_DAYS)).collect()
            }
            EmailKind::RenewalReminder => {
                policy.reminder_days().iter().map(|days| days_after(term.span.end, -days)).collect()
            }
            EmailKind::CodeUnused if term.index == 0 => vec![days_after(term.span.start, CODE_UNUSED_DAYS)],
            _ => Vec::new(),
        }
    };
    d.terms.iter().flat_map(of_term).collect()
}

/// An email in the outbox, about whatever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resting {
    pub(super) id: EmailId,
    pub(super) kind: EmailKind,
    /// How often it was tried.
    pub(super) attempts: i64,
    /// Whether it was sent.
    pub(super) was_sent: bool,
    /// Whether it was refused for good.
    pub(super) was_refused: bool,
    /// Whether it carries a secret.
    pub(super) has_secret: bool,
}

/// What is wrong with an email by itself. `keeps_secrets`: whether emails that were sent keep them, as the demo's mailbox
/// needs it.
#[must_use]
pub(super) fn email(email: &Resting, keeps_secrets: bool) -> Vec<Fault> {
    let mut found = Faults::default();
    let subject = format!("email {} ({})", email.id, email.kind);
    let has_ended = email.was_sent || email.was_refused;
    found.unless(has_ended || email.attempts <= MOST_ATTEMPTS, Kind::EmailStuck, &subject, || {
        format!("it was tried {} times, and neither sent nor refused", email.attempts)
    });
    found.unless(!email.was_sent || email.attempts > 0, Kind::EmailStuck, &subject, || {
        "it was sent, and never tried".to_owned()
    });
    found.unless(keeps_secrets || !(email.was_sent && email.has_secret), Kind::EmailSecret, &subject, || {
        "it was sent, and still carries its secret".to_owned()
    });
    found.0
}
