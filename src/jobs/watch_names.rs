//! Notices names that no font can print, in time for staff to find one before an invoice is issued (R41).

use std::sync::Arc;

use crate::actions::{Actor, Failure, printing};
use crate::app::App;

/// Tells staff of names that cannot be printed, and takes back what can be by now.
pub async fn tell_unprintable(app: &App) -> Result<(), Failure> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let (config, fonts) = (app.config.clone(), Arc::clone(&app.fonts));
        let (found, last) = app.db.read(move |c| printing::unprintable(c, &config, &fonts, after)).await?;
        all.extend(found);
        after = last;
        if after.is_none() {
            break;
        }
    }
    let now = app.clock.now();
    let mentioned = all.clone();
    if app.db.read(move |c| printing::is_news(c, now, &mentioned)).await? {
        let ctx = app.run(Actor::Timetable);
        app.db.write(move |tx| printing::alert_unprintable(tx, &ctx, &all)).await?;
    }
    Ok(())
}
