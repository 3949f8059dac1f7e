//! Sends what waits in the outbox: claim and commit, send outside any transaction, note how it ended.
//!
//! A worker that dies between sending and noting leaves an email that is sent once more when its lease has run out:
//! with the same bytes and the same `Message-ID`, so that mail systems can tell.

use std::sync::Arc;

use crate::actions::Portal;
use crate::actions::emails::{self, Tried};
use crate::app::App;
use crate::clock::Clock;
use crate::domain::email::{ACCESS, PRIORITIES, next_attempt};
use crate::domain::email_address::EmailAddress;
use crate::mail::envelope::Envelope;
use crate::mail::transport::{NotSent, Sender};
use crate::store::emails::{Attempt, Claimed};
use crate::store::{Db, Stored};
use crate::vault::Vault;

/// Emails a round sends at most, so that a stopping worker need not wait long.
const MOST_IN_A_ROUND: usize = 20;

/// Sends the emails that are due, of the first priority first, one after another and at most twenty; returns how many were
/// handed over.
///
/// Each is claimed by itself: a slow server cannot make the lease of the next one run out.
///
/// # Errors
/// The store's own. What a mail server answers is noted on its email and stops no other.
pub async fn send_due(db: &Db, clock: &Clock, sender: &Sender, portal: &Arc<Portal>) -> Stored<usize> {
    // What is asked for just now leaves in the same round.
    super::answer_resets::answer_due(db, clock, portal).await?;
    emails::repair_waits(db, clock).await?;
    send_due_of(db, clock, sender, portal, &PRIORITIES).await
}

/// The same for emails of some priorities.
pub async fn send_due_of(
    db: &Db,
    clock: &Clock,
    sender: &Sender,
    portal: &Arc<Portal>,
    priorities: &'static [i64],
) -> Stored<usize> {
    let mut sent = 0;
    for _ in 0..MOST_IN_A_ROUND {
        let at = clock.clone();
        let claimed = db.write(move |tx| emails::claim_emails(tx, &at, priorities, 1)).await?;
        let Some(email) = claimed.into_iter().next() else { break };
        let (id, number) = (email.id, email.attempts + 1);
        let outcome = hand_over(sender, &portal.vault, email).await;
        sent += usize::from(outcome.is_ok());
        let tried = Tried { email: id, number, outcome: noted(outcome, number, clock) };
        let portal = Arc::clone(portal);
        db.write(move |tx| emails::note_attempt(tx, &portal.vendor, &tried)).await?;
    }
    Ok(sent)
}

/// What one of so many workers sends: the first of several leaves all that can wait to the others, so that whatever they are
/// busy with, an email that lets somebody in goes at once.
#[must_use]
pub const fn priorities(worker: usize, workers: usize) -> &'static [i64] {
    if worker == 0 && workers > 1 { &[ACCESS] } else { &PRIORITIES }
}

/// One worker's turn: round after round until nothing of its is due, or nothing of a round could be handed over.
pub async fn send_all_due(app: &App, worker: usize) -> Stored<()> {
    let mine = priorities(worker, app.config.mail.connections);
    if worker == 0 {
        emails::repair_waits(&app.db, &app.clock).await?;
    }
    loop {
        // Before each round: whoever asks for a reset does not wait for the end of a long queue.
        if worker == 0 {
            super::answer_resets::answer_due(&app.db, &app.clock, &app.portal()).await?;
        }
        let clock = app.clock.clone();
        // Most of the time nothing is due, and asking disturbs no writer.
        if !app.db.read(move |c| emails::is_any_email_due(c, &clock, mine)).await?
            || send_due_of(&app.db, &app.clock, &app.sender, &app.portal(), mine).await? == 0
        {
            return Ok(());
        }
    }
}

async fn hand_over(sender: &Sender, vault: &Vault, email: Claimed) -> Result<(), NotSent> {
    let (sender, vault) = (sender.clone(), vault.clone());
    let done = tokio::task::spawn_blocking(move || hand_over_blocking(&sender, &vault, email)).await;
    done.unwrap_or_else(|_| Err(NotSent { why: "sending panicked".to_owned(), is_final: false, is_dead: false }))
}

fn hand_over_blocking(sender: &Sender, vault: &Vault, email: Claimed) -> Result<(), NotSent> {
    let Claimed { message_id, envelope, queued_at, attempts, secret_sealed, .. } = email;
    let mut envelope = Envelope::from_value(envelope).map_err(|e| for_good(&message_id, e, false))?;
    if let Some(secret) =
        emails::email_secret(vault, secret_sealed.as_deref()).map_err(|e| for_good(&message_id, e, false))?
    {
        envelope = envelope.with_secret(&secret);
    }
    let to = envelope.masked_recipient();
    let is_dead = envelope.to.address.parse::<EmailAddress>().is_err();
    let message = envelope.message(&message_id, queued_at).map_err(|e| for_good(&message_id, e, is_dead))?;
    let outcome = sender.send(&message_id, &message);
    match &outcome {
        Ok(()) => tracing::info!(message_id, to, kind = %envelope.kind, "email sent"),
        // Why is on the email for staff: a server's answer may repeat the whole address.
        Err(NotSent { is_final, .. }) => {
            tracing::warn!(message_id, to, kind = %envelope.kind, attempt = attempts + 1, is_final, "email not sent");
        }
    }
    outcome
}

fn for_good(message_id: &str, why: impl std::fmt::Display, is_dead: bool) -> NotSent {
    tracing::error!(message_id, "email cannot be made a message");
    NotSent { why: why.to_string(), is_final: true, is_dead }
}

fn noted(outcome: Result<(), NotSent>, number: i64, clock: &Clock) -> Attempt {
    let at = clock.now();
    match outcome {
        Ok(()) => Attempt::Sent { at, keeps_secret: matches!(clock, Clock::Sandbox(_)) },
        Err(NotSent { why, is_final: true, is_dead }) => Attempt::Refused { at, error: why, is_dead },
        Err(NotSent { why, is_final: false, .. }) => {
            Attempt::Again { at, due_at: next_attempt(u32::try_from(number).unwrap_or(u32::MAX), at), error: why }
        }
    }
}

#[cfg(test)]
#[path = "send_mail_tests.rs"]
mod tests;
