//! How a server of the demo is put together, and how it starts.

use std::io;
use std::net::{SocketAddr, TcpListener};

use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App as Web, Error, HttpServer};

use super::error::Wrong;
use super::error_page;
use super::page::Tool;
use crate::http::site::Site;
use crate::http::{assets, bodies, headers, stopping};
use crate::urls::paths;

/// What wraps every request of a server, around the addresses that `configure` registers.
pub(super) fn service(
    tool: Tool,
    site: Data<Site>,
    configure: impl FnOnce(&mut ServiceConfig),
) -> Web<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    Web::new()
        .app_data(tool)
        .app_data(site)
        .wrap(from_fn(bodies::read))
        .wrap(from_fn(error_page::render))
        .wrap(headers::all(false))
        .wrap(Compress::default())
        .wrap(from_fn(bodies::close))
        .wrap(from_fn(stopping::say_last))
        .configure(configure)
        .service(web::resource(paths::asset).route(web::get().to(assets::show)))
        .default_service(web::to(missing))
}

async fn missing() -> Result<&'static str, Wrong> {
    Err(Wrong::Missing)
}

/// Binds the listener and starts serving.
pub(super) fn serve(
    tool: Tool,
    bind: SocketAddr,
    configure: impl FnOnce(&mut ServiceConfig) + Clone + Send + 'static,
) -> io::Result<(Server, SocketAddr)> {
    let site = Data::new(tool.site()?);
    let signals = stopping::Signals::listen()?;
    let listener = TcpListener::bind(bind)?;
    let address = listener.local_addr()?;
    let door = stopping::Door::of(&listener)?;
    let (in_data, in_service) = (door.clone(), door.clone());
    let server = HttpServer::new(move || service(tool, site.clone(), configure.clone()).app_data(in_service.clone()))
        .workers(1)
        .on_connect(move |stream, connection| in_data.let_in(stream, connection))
        .shutdown_timeout(1)
        .disable_signals()
        .listen(listener)?
        .run();
    signals.stop(server.handle(), door);
    Ok((server, address))
}
