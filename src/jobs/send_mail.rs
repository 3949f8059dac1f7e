//! Sends what waits in the outbox: claim and commit, send outside any transaction, note how it ended.
//!
//! A worker that dies between sending and noting leaves a letter that is sent once more when its lease has run out:
//! with the same bytes and the same `Message-ID`, so that mail systems can tell.

use crate::actions::letters;
use crate::clock::Clock;
use crate::domain::letter::next_attempt;
use crate::mail::Desk;
use crate::mail::envelope::Envelope;
use crate::mail::transport::{NotSent, Sender};
use crate::store::letters::{Attempt, Claimed};
use crate::store::{Db, Stored};

/// Letters a round sends at most, so that a stopping worker need not wait long.
const MOST_IN_A_ROUND: usize = 20;

/// Sends the letters that are due, one after another and at most twenty; returns how many were handed over.
///
/// Each is claimed by itself: a slow server cannot make the lease of the next one run out.
///
/// # Errors
/// The store's own. What a mail server answers is noted on its letter and stops no other.
pub async fn send_due(db: &Db, clock: &Clock, sender: &Sender, desk: &Desk) -> Stored<usize> {
    // What is asked for just now leaves in the same round.
    super::answer_resets::answer_due(db, clock, desk).await?;
    let mut sent = 0;
    for _ in 0..MOST_IN_A_ROUND {
        let at = clock.clone();
        let claimed = db.write(move |tx| letters::claim_due(tx, &at, 1)).await?;
        let Some(letter) = claimed.into_iter().next() else { break };
        let (id, number) = (letter.id, letter.attempts + 1);
        let outcome = hand_over(sender, desk, letter).await;
        sent += usize::from(outcome.is_ok());
        let attempt = noted(outcome, number, clock);
        db.write(move |tx| letters::note(tx, id, number, &attempt)).await?;
    }
    Ok(sent)
}

async fn hand_over(sender: &Sender, desk: &Desk, letter: Claimed) -> Result<(), NotSent> {
    let (sender, desk) = (sender.clone(), desk.clone());
    let done = tokio::task::spawn_blocking(move || hand_over_blocking(&sender, &desk, letter)).await;
    done.unwrap_or_else(|_| Err(NotSent { why: "sending panicked".to_owned(), is_final: false }))
}

fn hand_over_blocking(sender: &Sender, desk: &Desk, letter: Claimed) -> Result<(), NotSent> {
    let Claimed { message_id, envelope, queued_at, attempts, secret_sealed, .. } = letter;
    let mut envelope = Envelope::from_value(envelope).map_err(|e| for_good(&message_id, e))?;
    if let Some(secret) = letters::secret(desk, secret_sealed.as_deref()).map_err(|e| for_good(&message_id, e))? {
        envelope = envelope.with_secret(&secret);
    }
    let to = envelope.masked_recipient();
    let message = envelope.message(&message_id, queued_at).map_err(|e| for_good(&message_id, e))?;
    let outcome = sender.send(&message_id, &message);
    match &outcome {
        Ok(()) => tracing::info!(message_id, to, kind = %envelope.kind, "letter sent"),
        // Why is on the letter for staff: a server's answer may repeat the whole address.
        Err(NotSent { is_final, .. }) => {
            tracing::warn!(message_id, to, kind = %envelope.kind, attempt = attempts + 1, is_final, "letter not sent");
        }
    }
    outcome
}

fn for_good(message_id: &str, why: impl std::fmt::Display) -> NotSent {
    tracing::error!(message_id, "letter cannot be read back from the outbox");
    NotSent { why: why.to_string(), is_final: true }
}

fn noted(outcome: Result<(), NotSent>, number: i64, clock: &Clock) -> Attempt {
    let at = clock.now();
    match outcome {
        Ok(()) => Attempt::Sent { at, keeps_secret: matches!(clock, Clock::Sandbox(_)) },
        Err(NotSent { why, is_final: true }) => Attempt::Refused { at, error: why },
        Err(NotSent { why, is_final: false }) => {
            Attempt::Again { due_at: next_attempt(u32::try_from(number).unwrap_or(u32::MAX), at), error: why }
        }
    }
}

#[cfg(test)]
#[path = "send_mail_tests.rs"]
mod tests;
