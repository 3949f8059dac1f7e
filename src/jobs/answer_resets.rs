//! Mails the reset links that were asked for: apart from the request, so that its time tells nothing about an address.

use crate::actions::{self, Broken, Failure};
use crate::clock::Clock;
use crate::mail::Desk;
use crate::store::{self, Db, StoreError, Stored};

/// Requests answered in a round.
const MOST_IN_A_ROUND: i64 = 100;

/// Answers what was asked for; one that cannot be answered keeps no other waiting, and is tried again.
///
/// # Errors
/// The database cannot be reached.
pub async fn answer_due(db: &Db, clock: &Clock, desk: &Desk) -> Stored<()> {
    for id in db.read(|c| store::people::reset_requests(c, MOST_IN_A_ROUND)).await? {
        let (now, desk) = (clock.now(), desk.clone());
        match db.write(move |tx| actions::people::answer_reset(tx, now, &desk, id)).await {
            Ok(()) => {}
            Err(Failure::Broken(Broken::Store(cause @ StoreError::Unavailable(_)))) => return Err(cause),
            Err(failure) => tracing::error!(?failure, "a request for a reset link could not be answered"),
        }
    }
    Ok(())
}
