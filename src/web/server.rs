//! The HTTP server: what wraps every request, and how it starts and stops.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App as Web, HttpServer, web};

use super::api::limits::Limits;
use super::{cookies, error_page, kept, request_log, routes, session_store};
use crate::app::App;
use crate::http::site::Site;
use crate::http::{bodies, headers, stopping};

/// Threads that serve requests; blocking work has its own.
const WORKERS: usize = 2;

/// Binds the listener and starts serving; the server stops politely when the process is told to, or when its handle says so.
///
/// # Errors
/// The address is taken, or the session store cannot be reached.
pub async fn start(app: Arc<App>, bind: SocketAddr) -> std::io::Result<(Server, SocketAddr)> {
    let signals = stopping::Signals::listen()?;
    let listener = TcpListener::bind(bind)?;
    let address = listener.local_addr()?;
    let store = session_store::Store::open(&app).await.map_err(|e| std::io::Error::other(e.to_string()))?;
    let limits = web::Data::new(Limits::default());
    let door = stopping::Door::of(&listener)?;
    let (in_data, in_service) = (door.clone(), door.clone());
    let store = web::Data::new(store);
    let base_url = Some(app.config.base_url.clone());
    let site = web::Data::new(Site { vault: app.vault.clone(), jar: cookies::jar(&app.config), base_url });
    let server = HttpServer::new(move || {
        let https = app.config.is_https();
        // Innermost first: errors become pages inside the session, so that a page knows who is there.
        Web::new()
            .app_data(web::Data::from(Arc::clone(&app)))
            .app_data(site.clone())
            .app_data(limits.clone())
            .app_data(store.clone())
            .app_data(in_service.clone())
            .wrap(from_fn(kept::keep))
            .wrap(from_fn(bodies::read))
            .wrap(from_fn(error_page::render))
            .wrap(from_fn(session_store::keep))
            .wrap(from_fn(cookies::only_ours))
            .wrap(headers::all(https))
            .wrap(Compress::default())
            .wrap(from_fn(request_log::log))
            .wrap(from_fn(bodies::close))
            .wrap(from_fn(stopping::say_last))
            .configure(routes::configure)
    })
    .workers(WORKERS)
    // A compressed page goes out in pieces; without this the last one waits 40 ms for the visitor's acknowledgement.
    .tcp_nodelay(true)
    .client_request_timeout(stopping::HEAD)
    .on_connect(move |stream, connection| in_data.let_in(stream, connection))
    .shutdown_timeout(stopping::CUT_OFF_SECONDS)
    .disable_signals()
    .listen(listener)?
    .run();
    signals.stop(server.handle(), door);
    Ok((server, address))
}
