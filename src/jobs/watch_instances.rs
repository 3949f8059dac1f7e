//! Notices instances that have gone silent, and tells their people once (R28). Nothing is taken away for it.

use crate::actions::{Actor, Ctx, Failure, instances};
use crate::app::App;

/// Instances told of in one transaction.
const MOST_IN_A_ROUND: i64 = 50;

/// Tells of every instance that syncs by itself and has missed three whole days.
///
/// # Errors
/// The store's own.
pub async fn tell_silent(app: &App) -> Result<(), Failure> {
    loop {
        let ctx = Ctx { actor: Actor::Timetable, now: app.clock.now(), request_id: uuid::Uuid::now_v7().to_string() };
        let desk = app.desk.clone();
        let told = app.db.write(move |tx| instances::tell_silent(tx, &ctx, &desk, MOST_IN_A_ROUND)).await?;
        if told == 0 {
            return Ok(());
        }
    }
}
