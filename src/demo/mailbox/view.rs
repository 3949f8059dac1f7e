//! What the mailbox's pages say, already decided and in words.

use askama::Template;

use super::{Mailbox, NotMoved, ON_A_PAGE, Told};
use crate::demo::page::{Call, Frame};
use crate::domain::calendar::days_after;
use crate::domain::language::Language;
use crate::http::badge::Badge;
use crate::http::form::Problem;
use crate::http::time::Stamp;
use crate::mail::envelope::{Envelope, Party};
use crate::store::emails::Email;
use crate::words::{self, t};

/// The clock and the emails.
#[derive(Template)]
#[template(path = "demo/mailbox/index.html")]
pub(super) struct MailboxPage {
    frame: Frame,
    problem: Option<Problem>,
    now: Stamp,
    /// None if the clock is the machine's.
    clock: Option<ClockForm>,
    rows: Vec<Row>,
    page: i64,
    newer: Option<i64>,
    older: Option<i64>,
}

/// What the form that moves the clock needs.
struct ClockForm {
    /// How often the clock was moved before this page.
    after: u64,
    date: String,
    earliest: String,
    latest: String,
}

/// An email in the list.
struct Row {
    link: String,
    subject: String,
    /// The language of the subject.
    language: String,
    to: String,
    queued: Stamp,
    state: Badge,
}

impl MailboxPage {
    pub(super) fn new(
        call: &Call,
        mailbox: &Mailbox,
        page: i64,
        emails: Vec<Email>,
        refused: Option<(NotMoved, String)>,
    ) -> Self {
        let l = call.language;
        let now = mailbox.clock().now();
        let at = words::moment(l, now);
        let flash = call.told::<Told>().map(|told| match told {
            Told::Moved => t!(l, "demo-told-moved", at = at.as_str()),
            Told::MovedBefore => t!(l, "demo-told-moved-before", at = at.as_str()),
        });
        let (problem, date) = match refused {
            Some((refused, typed)) => (Some(said(l, refused, &at)), typed),
            None => (None, String::new()),
        };
        let clock = mailbox.may_move().then(|| ClockForm {
            after: mailbox.moves(),
            date,
            earliest: days_after(now.date_naive(), 1).to_string(),
            latest: mailbox.latest().to_string(),
        });
        let on_a_page = usize::try_from(ON_A_PAGE).unwrap_or(0);
        let older = (emails.len() > on_a_page).then_some(page + 1);
        let rows = emails.into_iter().take(on_a_page).map(|email| Row::new(l, email)).collect();
        Self {
            frame: frame(call, flash),
            problem,
            now: Stamp::moment(l, now),
            clock,
            rows,
            page,
            newer: (page > 1).then_some(page - 1),
            older,
        }
    }
}

fn frame(call: &Call, flash: Option<String>) -> Frame {
    let l = call.language;
    call.frame(&t!(l, "demo"), t!(l, "demo-only"), flash)
}

fn said(l: Language, refused: NotMoved, at: &str) -> Problem {
    let text = match refused {
        NotMoved::Already => t!(l, "demo-told-moved-before", at = at),
        NotMoved::NoDay => t!(l, "demo-clock-no-day"),
        NotMoved::NotAhead => t!(l, "demo-clock-not-ahead", at = at),
        NotMoved::TooFar { latest } => t!(l, "demo-clock-too-far", day = words::day(l, latest)),
    };
    Problem { field: "date", text }
}

impl Row {
    fn new(l: Language, email: Email) -> Self {
        let link = format!("/emails/{}", email.id);
        let state = state(l, &email);
        let queued = Stamp::moment(l, email.queued_at);
        let (subject, language) = match Envelope::from_value(email.envelope) {
            Ok(envelope) => (envelope.subject, envelope.language.to_string()),
            Err(_) => (email.kind.to_string(), "zxx".to_owned()),
        };
        Self { link, subject, language, to: email.recipient, queued, state }
    }
}

/// Whether an email has gone.
fn state(l: Language, email: &Email) -> Badge {
    let (class, text) = match (email.sent_at, email.refused_at, email.attempts) {
        (Some(_), ..) => ("ok", t!(l, "demo-email-sent")),
        (None, Some(_), _) => ("late", t!(l, "demo-email-refused")),
        (None, None, 0) => ("off", t!(l, "demo-email-queued")),
        (None, None, _) => ("warn", t!(l, "demo-email-again")),
    };
    Badge { class, text }
}

/// Characters of a subject in a page's title.
const LONGEST_TITLE: usize = 50;

#[derive(Template)]
#[template(path = "demo/mailbox/email.html")]
pub(super) struct EmailPage {
    frame: Frame,
    /// The page's title: as much of the subject as a tab can show.
    title: String,
    subject: String,
    language: String,
    state: Badge,
    headers: Vec<(String, String)>,
    text: Vec<Piece>,
    html: String,
}

/// A piece of an email's text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// Whether it is an address of the portal.
    pub(super) is_link: bool,
}

impl EmailPage {
    pub(super) fn new(call: &Call, email: &Email, envelope: Envelope, base_url: &str) -> Self {
        let l = call.language;
        let mut headers = vec![
            (t!(l, "demo-email-from"), party(&envelope.from)),
            (t!(l, "demo-email-to"), party(&envelope.to)),
            (t!(l, "demo-email-queued-at"), words::moment(l, email.queued_at)),
        ];
        if let Some(at) = email.sent_at {
            headers.push((t!(l, "demo-email-sent-at"), words::moment(l, at)));
        }
        headers.push(("Message-ID".to_owned(), format!("<{}>", email.message_id)));
        headers.push((t!(l, "demo-email-language"), envelope.language.own_name().to_owned()));
        if let Some(error) = email.last_error.clone().filter(|_| email.sent_at.is_none()) {
            headers.push((t!(l, "demo-email-error"), error));
        }
        Self {
            frame: frame(call, None),
            title: envelope.subject.chars().take(LONGEST_TITLE).collect(),
            subject: envelope.subject,
            language: envelope.language.to_string(),
            state: state(l, email),
            headers,
            text: pieces(&envelope.text, base_url),
            html: format!("/emails/{}/html", email.id),
        }
    }
}

fn party(party: &Party) -> String {
    match &party.name {
        Some(name) => format!("{name}, {}", party.address),
        None => party.address.clone(),
    }
}

/// The text with the addresses of pages of this portal told apart; a foreign address stays mere text.
pub(super) fn pieces(text: &str, base_url: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let address = word.trim_end().trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '>', '"']);
        if !is_of(address, base_url) {
            plain.push_str(word);
            continue;
        }
        if !plain.is_empty() {
            pieces.push(Piece { text: std::mem::take(&mut plain), is_link: false });
        }
        pieces.push(Piece { text: address.to_owned(), is_link: true });
        plain.push_str(word.strip_prefix(address).unwrap_or_default());
    }
    if !plain.is_empty() {
        pieces.push(Piece { text: plain, is_link: false });
    }
    pieces
}

/// Whether an address is the portal's: the base URL itself or a path below it, not a host that begins with the same letters.
fn is_of(address: &str, base_url: &str) -> bool {
    let base_url = base_url.trim_end_matches('/');
    let is_web = base_url.starts_with("http://") || base_url.starts_with("https://");
    let rest = address.strip_prefix(base_url).filter(|_| is_web);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}
