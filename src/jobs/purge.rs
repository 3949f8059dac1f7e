//! Removes what is over: dead sessions, old attempts, old emails, and messages of instances whose counts are kept without them.

use crate::actions;
use crate::app::App;
use crate::clock::Clock;
use crate::store::StoreError;

/// Removes sessions that are idle or old, and attempts no limit looks at any more.
pub async fn purge(app: &App) -> Result<(), StoreError> {
    let (now, wall) = (app.clock.now(), app.clock.wall());
    let removed = app.db.write(move |tx| actions::people::purge_sessions(tx, now, wall)).await?;
    if removed > 0 {
        tracing::info!(removed, "old sessions and attempts removed");
    }
    // The demo's mailbox shows a year that was played in a minute.
    let mut emails = 0;
    let keeps_all = matches!(app.clock, Clock::Sandbox(_));
    loop {
        let removed =
            if keeps_all { 0 } else { app.db.write(move |tx| actions::emails::purge_emails(tx, now)).await? };
        if removed == 0 {
            break;
        }
        emails += removed;
    }
    emails += app.db.write(move |tx| actions::contacts::purge_confirmations(tx, now)).await?;
    if emails > 0 {
        tracing::info!(removed = emails, "old emails removed");
    }
    let mut old = 0;
    // So many at a time, until there are no more: a transaction never holds the database for long.
    loop {
        let removed = app.db.write(move |tx| actions::instances::compact(tx, now)).await?;
        if removed == 0 {
            break;
        }
        old += removed;
    }
    if old > 0 {
        tracing::info!(removed = old, "old messages removed");
    }
    Ok(())
}
