//! How a server stops: nobody new is let in, whoever is in gets their answer, and then the door is closed. A listener that
//! is simply closed resets whoever stands in the kernel's queue, whose connection was made and whose request was sent.
//!
//! And who is shown out before: actix limits the time of a connection's first head alone, so that a second one could drip for ever.

use std::any::Any;
use std::net::{Shutdown, TcpListener};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{Extensions, ServerHandle, ServiceRequest, ServiceResponse};
use actix_web::http::ConnectionType;
use actix_web::middleware::Next;
use actix_web::rt::net::TcpStream;
use actix_web::web::Data;
use socket2::{SockRef, Socket};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// How long the queue may take to be let in.
const LET_IN: Duration = Duration::from_millis(800);
/// How long whoever is in may take to be told that it is their last answer.
const LEAVE: Duration = Duration::from_millis(800);
/// How long nobody must have been seen inside.
const RECONCILED: Duration = Duration::from_millis(300);
/// A look at either.
const LOOK: Duration = Duration::from_millis(10);
/// Seconds after which a running request is cut off; with the waits before it, a server has stopped within five.
pub const CUT_OFF_SECONDS: u64 = 3;
/// How long a request's head may take to arrive.
pub const HEAD: Duration = Duration::from_secs(10);
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
struct Guest {
    inside: Arc<AtomicUsize>,
    /// The same connection under another number.
    socket: Option<Socket>,
    /// Heads of requests that came whole.
    heads: AtomicUsize,
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.inside.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Stops listening to a connection on which no head became whole for so long, and at most twice as long. What is being answered
/// is answered still; who is idle without a head begun, actix shows out sooner.
async fn hurry(guest: Weak<Guest>) {
    let mut seen = 0;
    loop {
        tokio::time::sleep(HEAD).await;
        let Some(guest) = guest.upgrade() else { return };
        let heads = guest.heads.load(Ordering::SeqCst);
        if heads > 0 && heads == seen {
            let _ = guest.socket.as_ref().map(|socket| socket.shutdown(Shutdown::Read));
            return;
        }
        seen = heads;
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

    /// Counts a connection in, lets go of one whose other side is gone, and of one whose next head does not come.
    pub fn let_in(&self, stream: &dyn Any, connection: &mut Extensions) {
        self.inside.fetch_add(1, Ordering::SeqCst);
        let stream = stream.downcast_ref::<TcpStream>().map(SockRef::from);
        #[cfg(target_os = "linux")]
        let _ = stream.as_ref().map(|stream| stream.set_tcp_user_timeout(Some(UNCONFIRMED)));
        let socket = stream.and_then(|stream| stream.try_clone().ok());
        let guest = Arc::new(Guest { inside: Arc::clone(&self.inside), socket, heads: AtomicUsize::default() });
        actix_web::rt::spawn(hurry(Arc::downgrade(&guest)));
        connection.insert(guest);
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
            while quiet < RECONCILED {
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
pub async fn say_last(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let door = request.app_data::<Data<Door>>().cloned();
    let _ = request.conn_data::<Arc<Guest>>().map(|guest| guest.heads.fetch_add(1, Ordering::SeqCst));
    let mut response = next.call(request).await?;
    if door.is_some_and(|door| door.is_closing.load(Ordering::SeqCst)) {
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    Ok(response)
}

/// What tells the process to stop. Heard from before its port is opened: until then the system ends it at once, and with it
/// whoever stands in the queue.
pub struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// Hears it from now on.
    ///
    /// # Errors
    /// Signals cannot be listened to.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    /// Stops a server when the process is told to: politely the first time, at once the second.
    pub fn stop(mut self, server: ServerHandle, door: Data<Door>) {
        actix_web::rt::spawn(async move {
            self.next().await;
            let politely = async {
                door.close().await;
                server.stop(true).await;
            };
            tokio::select! {
                () = politely => {}
                () = self.next() => server.stop(false).await,
            }
        });
    }
}
