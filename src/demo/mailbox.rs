//! The mailbox: every email of the demo, sent or waiting, and the control that moves the sandbox clock on.

mod view;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::dev::Server;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, ContentType};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{Datelike, TimeDelta};

use super::error::Wrong;
use super::page::{Call, Tool};
use super::server;
use crate::actions::emails::email_secret;
use crate::app::App;
use crate::clock::Clock;
use crate::domain::calendar::{Day, Instant, days_after, midnight, months_after};
use crate::domain::ids::EmailId;
use crate::domain::text_enum::text_enum;
use crate::http::form::Fields;
use crate::mail::envelope::Envelope;
use crate::store::StoreError;
use crate::store::emails::{self, Email};
use view::{EmailPage, MailboxPage};

/// Emails on one page.
const ON_A_PAGE: i64 = 40;
/// Pages that can be asked for.
const LAST_PAGE: i64 = 250;
/// How far the clock may run ahead of the machine's.
const MOST_YEARS: u32 = 5;
/// An email's own styles and nothing else: no script, no picture, no form, no frame around it.
const EMAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; \
    frame-ancestors 'none'";

text_enum! {
    /// A choice of how far to move the clock on.
    Move {
        Day = "day",
        /// Seven days.
        Week = "week",
        /// To the next midnight UTC.
        Midnight = "midnight",
        /// To the first day of the next month.
        Month = "month",
        /// To the beginning of a day that is typed.
        Date = "date",
    }
}

text_enum! {
    /// Something that has just been done.
    Told {
        /// The clock was moved on.
        Moved = "moved",
        /// The clock had been moved since the page was shown, so this was perhaps the same press again.
        MovedBefore = "moved_before",
    }
}

/// Why the clock stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NotMoved {
    /// It has been moved since the form was shown.
    Already,
    /// No choice, or no day, was made.
    NoDay,
    /// That moment has come already.
    NotAhead,
    /// Later than it may go.
    TooFar {
        /// The last day it may show.
        latest: Day,
    },
}

/// What is done at every midnight that the clock passes; handed in, because the work is not the mailbox's.
pub type AtMidnight = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = ()>>> + Send + Sync>;

struct Mailbox {
    app: Arc<App>,
    at_midnight: AtMidnight,
    /// Held while the clock is moved.
    moving: tokio::sync::Mutex<()>,
    /// How often the clock was moved: a form that was shown before the last time moves nothing.
    moves: AtomicU64,
}

impl Mailbox {
    fn new(app: Arc<App>, at_midnight: AtMidnight) -> Self {
        Self { app, at_midnight, moving: tokio::sync::Mutex::new(()), moves: AtomicU64::new(0) }
    }

    fn clock(&self) -> &Clock {
        &self.app.clock
    }

    /// Whether there is a clock to move: the machine's goes by itself.
    fn may_move(&self) -> bool {
        !matches!(self.clock(), Clock::System)
    }

    fn moves(&self) -> u64 {
        self.moves.load(Ordering::SeqCst)
    }

    /// The last day the clock may show.
    fn latest(&self) -> Day {
        months_after(self.clock().wall().date_naive(), 12 * MOST_YEARS)
    }

    /// The only place that moves the clock: never back, a form once, and no midnight is left out.
    async fn move_on(&self, choice: &str, date: &str, shown_after: &str) -> Result<(), NotMoved> {
        let _alone = self.moving.lock().await;
        if shown_after != self.moves().to_string() {
            return Err(NotMoved::Already);
        }
        let choice: Move = choice.parse().map_err(|_| NotMoved::NoDay)?;
        let now = self.clock().now();
        let to = target(choice, now, date).ok_or(NotMoved::NoDay)?;
        let latest = self.latest();
        if to.date_naive() > latest {
            return Err(NotMoved::TooFar { latest });
        }
        if to <= now {
            return Err(NotMoved::NotAhead);
        }
        self.moves.fetch_add(1, Ordering::SeqCst);
        self.play(to).await;
        tracing::info!(%now, %to, "the demo's clock was moved on");
        Ok(())
    }
}

impl Mailbox {
    /// Moves the clock on from midnight to midnight, and has each one's work done before the next.
    async fn play(&self, to: Instant) {
        loop {
            let now = self.clock().now();
            let next = midnight(days_after(now.date_naive(), 1));
            if next > to {
                self.clock().move_on((to - now).max(TimeDelta::zero()));
                return;
            }
            self.clock().move_on(next - now);
            (self.at_midnight)().await;
        }
    }
}

/// The moment a choice leads to; none if the typed day is no day.
fn target(choice: Move, now: Instant, date: &str) -> Option<Instant> {
    let today = now.date_naive();
    Some(match choice {
        Move::Day => now + TimeDelta::days(1),
        Move::Week => now + TimeDelta::days(7),
        Move::Midnight => midnight(days_after(today, 1)),
        Move::Month => midnight(months_after(today.with_day(1)?, 1)),
        Move::Date => midnight(date.trim().parse().ok()?),
    })
}

type Shared = web::Data<Mailbox>;

/// Starts the mailbox of this application.
///
/// # Errors
/// The address is taken.
pub async fn start(app: Arc<App>, at_midnight: AtMidnight, bind: SocketAddr) -> io::Result<(Server, SocketAddr)> {
    let mailbox = web::Data::new(Mailbox::new(app, at_midnight));
    server::serve(Tool::Mailbox, bind, configure(mailbox))
}

fn configure(mailbox: Shared) -> impl FnOnce(&mut ServiceConfig) + Clone + Send + 'static {
    move |config| {
        config.app_data(mailbox);
        config.service(web::resource("/").route(web::get().to(index)));
        config.service(web::resource("/emails/{id}").route(web::get().to(show)));
        config.service(web::resource("/emails/{id}/html").route(web::get().to(html)));
        config.service(web::resource("/clock").route(web::post().to(move_on)));
    }
}

/// `GET /`: the newest emails first.
async fn index(call: Call, mailbox: Shared, request: HttpRequest) -> Result<HttpResponse, Wrong> {
    let asked = request.query_string().strip_prefix("page=").and_then(|n| n.parse().ok());
    let number: i64 = asked.unwrap_or(1).clamp(1, LAST_PAGE);
    page(&call, &mailbox, number, StatusCode::OK, None).await
}

async fn page(
    call: &Call,
    mailbox: &Mailbox,
    number: i64,
    status: StatusCode,
    refused: Option<(NotMoved, String)>,
) -> Result<HttpResponse, Wrong> {
    let emails = mailbox.app.db.read(move |c| emails::list(c, (number - 1) * ON_A_PAGE, ON_A_PAGE + 1)).await;
    let emails: Vec<Email> = emails.map_err(|e: StoreError| Wrong::from(e))?;
    call.show(status, &MailboxPage::new(call, mailbox, number, emails, refused))
}

/// `GET /emails/{id}`: one email, its text part.
async fn show(call: Call, mailbox: Shared, request: HttpRequest) -> Result<HttpResponse, Wrong> {
    let (email, envelope) = find(&mailbox, &request).await?;
    let base_url = &mailbox.app.config.base_url;
    call.show(StatusCode::OK, &EmailPage::new(&call, &email, envelope, base_url))
}

/// `GET /emails/{id}/html`: the HTML part, alone and as it was sent.
async fn html(mailbox: Shared, request: HttpRequest) -> Result<HttpResponse, Wrong> {
    let (_, envelope) = find(&mailbox, &request).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header(ContentType::html()).insert_header((CACHE_CONTROL, "no-store"));
    response.insert_header((CONTENT_LANGUAGE, envelope.language.as_str()));
    Ok(response.insert_header((CONTENT_SECURITY_POLICY, EMAIL_POLICY)).body(envelope.html))
}

async fn find(mailbox: &Mailbox, request: &HttpRequest) -> Result<(Email, Envelope), Wrong> {
    let id: EmailId = request.match_info().query("id").parse().map_err(|_| Wrong::Missing)?;
    let found = mailbox.app.db.read(move |c| emails::find(c, id)).await;
    let email: Email = found.map_err(|e: StoreError| Wrong::from(e))?.ok_or(Wrong::Missing)?;
    let envelope = Envelope::from_value(email.envelope.clone()).map_err(Wrong::broken)?;
    // As it was sent: a mailbox has the link that the outbox keeps sealed.
    let secret = email_secret(&mailbox.app.vault, email.secret_sealed.as_deref()).map_err(Wrong::broken)?;
    let envelope = match secret {
        Some(secret) => envelope.with_secret(&secret),
        None => envelope,
    };
    Ok((email, envelope))
}

/// `POST /clock`: moves the clock on, or says why not.
async fn move_on(call: Call, mailbox: Shared, posted: Fields) -> Result<HttpResponse, Wrong> {
    if !mailbox.may_move() {
        return Err(Wrong::Missing);
    }
    match mailbox.move_on(posted.text("move"), posted.text("date"), posted.text("after")).await {
        Ok(()) => Ok(call.back_saying(Told::Moved.as_str())),
        Err(NotMoved::Already) => Ok(call.back_saying(Told::MovedBefore.as_str())),
        Err(refused) => {
            let typed = posted.text("date").chars().take(40).collect();
            page(&call, &mailbox, 1, StatusCode::UNPROCESSABLE_ENTITY, Some((refused, typed))).await
        }
    }
}

#[cfg(test)]
#[path = "mailbox_tests.rs"]
mod tests;
