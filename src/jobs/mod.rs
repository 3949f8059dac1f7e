//! Ring 4: time instead of HTTP. The whole timetable in one place: [`work`].

pub mod answer_resets;
pub mod bill;
pub mod purge;
pub mod send_mail;
pub mod watch_instances;
pub mod watch_names;

use std::sync::Arc;
use std::time::Duration;

use crate::actions::{Broken, Failure};
use crate::app::App;
use crate::store::StoreError;

/// How often the calendar is looked into: what is due at midnight is done soon after it.
const BILL: Duration = Duration::from_secs(5);
/// How often instances are looked after.
const INSTANCES: Duration = Duration::from_secs(60);
/// How often names are looked at: an invoice comes days after the notice of it.
const NAMES: Duration = Duration::from_secs(60);
/// How often the outbox is looked into.
const MAIL: Duration = Duration::from_secs(2);
/// How often the keys are loaded again, so that a change of stage by another process is noticed; after a theft seconds count.
const KEYS: Duration = Duration::from_secs(5);
/// How often rows that are over are removed.
const PURGE: Duration = Duration::from_secs(600);

/// Does whatever is due, for as long as the process lives. A failure is logged and tried again at the next turn.
pub async fn work(app: Arc<App>) {
    let billing = every(BILL, || async { bill::work_due(&app).await.map(drop) });
    let watching = every(INSTANCES, || async { watch(&app).await });
    let names = every(NAMES, || async { watch_names::tell_unprintable(&app).await });
    let mail = send_mail(&app);
    let purge = every(PURGE, || async { Ok(purge::purge(&app).await?) });
    tokio::join!(billing, watching, names, mail, purge);
}

/// Works everything that is due at the clock's time and stops: for a midnight that is played, not waited for.
pub async fn work_midnight(app: &App) -> Result<(), Failure> {
    watch_names::tell_unprintable(app).await?;
    bill::work_due(app).await?;
    watch(app).await
}

async fn watch(app: &App) -> Result<(), Failure> {
    watch_instances::tell_silent(app).await?;
    watch_instances::spread_advisories(app).await
}

/// Loads the keys again and again: every process that serves needs that, whoever does the work.
pub async fn keep_keys(app: Arc<App>) {
    every(KEYS, || async { app.reload_keys().await }).await;
}

/// As many workers as there may be connections, each by itself: one that hangs holds no other.
async fn send_mail(app: &App) {
    let worker = |worker| every(MAIL, async move || Ok(send_mail::send_all_due(app, worker).await?));
    futures_util::future::join_all((0..app.config.mail.connections).map(worker)).await;
}

/// Whether a job ended for want of the database: whoever watches that has said so, once.
pub(crate) const fn is_outage(failure: &Failure) -> bool {
    matches!(failure, Failure::Broken(Broken::Store(StoreError::Unavailable(_))))
}

async fn every(pause: Duration, job: impl AsyncFn() -> Result<(), Failure>) {
    loop {
        match job().await {
            Err(cause) if is_outage(&cause) => tracing::debug!(%cause, "a job waits for the end of an outage"),
            Err(cause) => tracing::error!(%cause, "a job came to nothing and will be tried again"),
            Ok(()) => {}
        }
        tokio::time::sleep(pause).await;
    }
}
