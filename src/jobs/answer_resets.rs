//! Mails the reset links that were asked for: apart from the request, so that its time tells nothing about an address.

use std::sync::Arc;

use crate::actions::{self, Actor, Broken, Ctx, Failure, Portal};
use crate::clock::Clock;
use crate::store::{self, Db, StoreError, Stored};

/// Requests answered in a round.
const MOST_IN_A_ROUND: i64 = 100;

/// Answers what was asked for; one that cannot be answered keeps no other waiting, and is tried again.
///
/// # Errors
/// The database cannot be reached.
pub async fn answer_due(db: &Db, clock: &Clock, portal: &Arc<Portal>) -> Stored<()> {
    for id in db.read(|c| store::people::reset_requests(c, MOST_IN_A_ROUND)).await? {
        let portal = Arc::clone(portal);
        let ctx = Ctx { who: Actor::Nobody, now: clock.now(), request: String::new(), portal };
        match db.write(move |tx| actions::people::answer_reset(tx, &ctx, id)).await {
            Ok(()) => {}
            Err(Failure::Broken(Broken::Store(cause @ StoreError::Unavailable(_)))) => return Err(cause),
            Err(failure) => tracing::error!(?failure, "a request for a reset link could not be answered"),
        }
    }
    Ok(())
}
