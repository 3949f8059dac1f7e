//! How a server stops: nobody new is let in, whoever is in gets their answer, and then the door is closed. A listener that
//! is simply closed resets whoever stands in the kernel's queue, whose connection was made and whose request was sent.

use std::any::Any;
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{Extensions, ServerHandle, ServiceRequest, ServiceResponse};
use actix_web::http::ConnectionType;
use actix_web::middleware::Next;
use actix_web::rt::net::TcpStream;
use actix_web::web::Data;
use socket2::SockRef;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::signal::unix::{SignalKind, signal};

/// How long the queue may take to be let in.
const LET_IN: Duration = Duration::from_millis(800);
/// How long whoever is in may take to be told that it is their last answer.
const LEAVE: Duration = Duration::from_millis(800);
/// How long nobody must have been seen inside.
const SETTLED: Duration = Duration::from_millis(300);
/// A look at either.
const LOOK: Duration = Duration::from_millis(10);
/// Seconds after which a running request is cut off; with the waits before it, a server has stopped within five.
pub const CUT_OFF_SECONDS: u64 = 3;
/// How long the other side may leave what was sent to it unconfirmed.
const UNCONFIRMED: Duration = Duration::from_secs(30);

/// A server's door: who may come in, and how many are.
pub struct Door {
    /// The server's own listener again, under another number; none once nobody is let in.
    listener: Mutex<Option<TcpListener>>,
    inside: Arc<AtomicUsize>,
    is_closing: AtomicBool,
}

/// One connection, for as long as it lives.
struct Guest(Arc<AtomicUsize>);

impl Drop for Guest {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Door {
    /// The door of a server that will listen here.
    ///
    /// # Errors
    /// The system has no files left.
    pub fn of(listener: &TcpListener) -> std::io::Result<Data<Self>> {
        let listener = listener.try_clone()?;
        let listener = Mutex::new(Some(listener));
        Ok(Data::new(Self { listener, inside: Arc::default(), is_closing: AtomicBool::new(false) }))
    }

    /// Counts a connection in, and lets go of one whose other side is gone.
    pub fn let_in(&self, stream: &dyn Any, connection: &mut Extensions) {
        self.inside.fetch_add(1, Ordering::SeqCst);
        connection.insert(Guest(Arc::clone(&self.inside)));
        if let Some(stream) = stream.downcast_ref::<TcpStream>() {
            #[cfg(target_os = "linux")]
            let _ = SockRef::from(stream).set_tcp_user_timeout(Some(UNCONFIRMED));
        }
    }

    async fn close(&self) {
        self.is_closing.store(true, Ordering::SeqCst);
        let listener = self.listener.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(listener) = listener {
            // Whoever knocks from now on is not heard, and knocks again: the next server opens, or the port is closed.
            if let Err(cause) = hear_nobody(&listener) {
                tracing::debug!(%cause, "connections go on to be made while the server stops");
            }
            let _ = tokio::time::timeout(LET_IN, async { while is_anybody_waiting(&listener).await {} }).await;
        }
        let empty = async {
            // Who was let in a moment ago is not counted yet, so one look is none.
            let mut quiet = Duration::ZERO;
            while quiet < SETTLED {
                tokio::time::sleep(LOOK).await;
                quiet = if self.inside.load(Ordering::SeqCst) == 0 { quiet + LOOK } else { Duration::ZERO };
            }
        };
        let _ = tokio::time::timeout(LEAVE, empty).await;
    }
}

/// Has the kernel drop whatever would begin a connection with a listener. What began before is finished: a filter that
/// dropped all would leave somebody who thinks they are in.
#[cfg(target_os = "linux")]
fn hear_nobody(listener: &TcpListener) -> std::io::Result<()> {
    use socket2::SockFilter;
    SockRef::from(listener).attach_filter(&[
        // The flags of the TCP header; is SYN one of them?
        SockFilter::new(0x30, 0, 0, 13),
        SockFilter::new(0x45, 0, 1, 0x02),
        // Nothing of it; else all.
        SockFilter::new(0x06, 0, 0, 0),
        SockFilter::new(0x06, 0, 0, u32::MAX),
    ])
}

#[cfg(not(target_os = "linux"))]
fn hear_nobody(_listener: &TcpListener) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

/// Whether the kernel has connections that were not let in yet.
#[allow(deprecated, reason = "what is handed over is a listener of our own, which owns its number")]
async fn is_anybody_waiting(listener: &TcpListener) -> bool {
    let Ok(Ok(listener)) = listener.try_clone().map(|l| AsyncFd::with_interest(l, Interest::READABLE)) else {
        return false;
    };
    let is_one = tokio::time::timeout(LOOK, listener.readable()).await.is_ok_and(|ready| ready.is_ok());
    if is_one {
        tokio::time::sleep(LOOK).await;
    }
    is_one
}

/// Tells whoever is in, with their answer, that it is the last one on this connection.
///
/// # Errors
/// What the inner service returns.
pub async fn say_last(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let door = request.app_data::<Data<Door>>().cloned();
    let mut response = next.call(request).await?;
    if door.is_some_and(|door| door.is_closing.load(Ordering::SeqCst)) {
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    Ok(response)
}

/// Stops a server when the process is told to: politely the first time, at once the second.
///
/// # Errors
/// Signals cannot be listened to.
pub fn when_told(server: ServerHandle, door: Data<Door>) -> std::io::Result<()> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    actix_web::rt::spawn(async move {
        let mut told = async || {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        };
        told().await;
        let politely = async {
            door.close().await;
            server.stop(true).await;
        };
        tokio::select! {
            () = politely => {}
            () = told() => server.stop(false).await,
        }
    });
    Ok(())
}
