//! `serve` and `work`: the portal, and the work that is due.

use std::sync::Arc;

use super::{Stopped, configured};
use crate::app::App;
use crate::clock::Clock;
use crate::store::FileLock;
use crate::{jobs, web};

/// Files that may be open, as far as the system lets us.
const OPEN_FILES: u64 = 65_536;

/// How to serve.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Leave the work to `seatsync work` processes.
    #[arg(long)]
    no_work: bool,
}

/// Serves until SIGTERM or ctrl-C; running requests end first.
pub(super) async fn serve(arguments: Arguments) -> Result<(), Stopped> {
    let config = configured()?;
    let bind = config.bind;
    // Every connection is an open file, and the usual limit is soon reached by somebody who opens many and sends nothing.
    match rlimit::increase_nofile_limit(OPEN_FILES) {
        Ok(limit) => tracing::debug!(limit, "open files allowed"),
        Err(cause) => tracing::warn!(%cause, "the limit of open files stays as it is"),
    }
    let _alone = FileLock::take(&config.database)?;
    let app = App::build(config, Clock::System).await?;
    let (server, address) = web::server::start(Arc::clone(&app), bind).await?;
    tracing::info!(%address, base_url = app.config.base_url, "serving");
    let keeping = actix_web::rt::spawn(jobs::keep_keys(Arc::clone(&app)));
    let working = (!arguments.no_work).then(|| actix_web::rt::spawn(jobs::work(app)));
    let served = server.await;
    keeping.abort();
    if let Some(working) = working {
        working.abort();
    }
    Ok(served?)
}

/// Works until SIGTERM or ctrl-C. An email that is being sent when it stops is sent again under the same Message-ID.
pub(super) async fn work() -> Result<(), Stopped> {
    let config = configured()?;
    let _alone = FileLock::take(&config.database)?;
    let app = App::build(config, Clock::System).await?;
    tracing::info!("working");
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        () = jobs::work(app) => {}
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    Ok(())
}
