//! Notices instances that have gone silent, or run a version with a flaw, and tells their people once (R28, R35). Nothing
//! is taken away for it.

use crate::actions::{Actor, Ctx, Failure, instances, releases};
use crate::app::App;

/// Instances told of in one transaction.
const MOST_IN_A_ROUND: i64 = 50;

/// Tells of every instance that syncs by itself and has missed three whole days.
///
/// # Errors
/// The store's own.
pub async fn tell_silent(app: &App) -> Result<(), Failure> {
    loop {
        let ctx = ctx(app);
        let desk = app.desk.clone();
        let told = app.db.write(move |tx| instances::tell_silent(tx, &ctx, &desk, MOST_IN_A_ROUND)).await?;
        if told == 0 {
            return Ok(());
        }
    }
}

/// Tells of every flaw that was published since, to whom it concerns.
///
/// # Errors
/// The store's own.
pub async fn spread_advisories(app: &App) -> Result<(), Failure> {
    loop {
        let (ctx, desk) = (ctx(app), app.desk.clone());
        let is_more = app.db.write(move |tx| releases::spread(tx, &ctx, &desk, MOST_IN_A_ROUND)).await?;
        if !is_more {
            return Ok(());
        }
    }
}

fn ctx(app: &App) -> Ctx {
    Ctx { actor: Actor::Timetable, now: app.clock.now(), request_id: uuid::Uuid::now_v7().to_string() }
}
