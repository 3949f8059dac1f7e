//! Notices instances that have gone silent, or run a version with a flaw, and tells their people once (R28, R35). Nothing
//! is taken away for it.

use crate::actions::{Actor, Failure, instances, releases};
use crate::app::App;

/// Instances told of in one transaction.
const MOST_IN_A_ROUND: i64 = 50;

/// Tells of every instance that syncs by itself and has missed three whole days.
pub async fn tell_silent(app: &App) -> Result<(), Failure> {
    loop {
        let ctx = app.run(Actor::Timetable);
        let told = app.db.write(move |tx| instances::notify_silent(tx, &ctx, MOST_IN_A_ROUND)).await?;
        if told == 0 {
            return Ok(());
        }
    }
}

/// Tells of every flaw that was published since, to whom it concerns.
pub async fn spread_advisories(app: &App) -> Result<(), Failure> {
    loop {
        let ctx = app.run(Actor::Timetable);
        let is_more = app.db.write(move |tx| releases::spread_advisories(tx, &ctx, MOST_IN_A_ROUND)).await?;
        if !is_more {
            return Ok(());
        }
    }
}
