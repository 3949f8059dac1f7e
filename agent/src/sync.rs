//! The single place for one exchange with the portal over a network (R31, R32): what is posted, and what the answer means. No HTTP in here: that is
//! the [`Transport`]'s, the product's own or `http::Http`.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::Deserialize;

use crate::activation_code::ActivationCode;
use crate::instance::{Instance, LoadRefused, Loaded};
use crate::origin::Origin;
use crate::state::{Pending, StateError};
use crate::token::TokenRefused;
use crate::wire;

/// Where the portal listens, below its base URL.
pub const PATH: &str = "/api/v1/sync";
/// Content type of what is posted.
pub const CONTENT_TYPE: &str = "text/plain; charset=utf-8";
/// Most bytes of an answer that a [`Transport`] reads: one more than any token has, so that longer ones are noticed.
pub const MAX_ANSWER: usize = wire::MAX_TEXT + 1;
/// What the name of every problem of a portal begins with.
const PROBLEM: &str = "urn:seatsync:problem:";
/// The problem of a message that is stamped more than 24 hours ahead (R33).
const CLOCK_AHEAD: &str = "clock-ahead";
/// Longest sentence of a portal that is shown, in characters.
const LONGEST_SENTENCE: usize = 500;

/// Carries one message to the portal and its answer back.
pub trait Transport {
    /// POSTs `body` as [`CONTENT_TYPE`] and reads the answer, of whatever status, up to [`MAX_ANSWER`] bytes. Follows no redirect: whoever redirects
    /// is not the portal. Gives up after a minute or so.
    ///
    /// # Errors
    /// [`TransportError`] if there is no answer.
    fn post(&self, url: &str, body: &str) -> Result<Answer, TransportError>;
}

/// What came back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// Status of HTTP.
    pub status: u16,
    /// `Content-Type`, empty if there is none.
    pub content_type: String,
    /// `Retry-After`, if it says how long; [`retry_after`] reads it.
    pub retry_after: Option<Duration>,
    /// `Retry-After`, if it says until when and the answer does not say when it was made.
    pub retry_at: Option<DateTime<Utc>>,
    /// The body, at most [`MAX_ANSWER`] bytes of it.
    pub body: String,
}

/// Why there is no answer, in a few words: `connection refused`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransportError(pub String);

/// The portal answered, and the answer is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synced {
    /// Number of the message that was answered.
    pub seq: u64,
    /// What the token brought; `None` if another process has taken this answer, or that to a later message, meanwhile.
    pub loaded: Option<Loaded>,
}

/// Why nothing was synced. The message stays on its way unless it was refused; counts are kept in any case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyncFailed {
    /// A rule of the portal says no, and would say so again.
    Refused {
        /// Status of HTTP, 4xx.
        status: u16,
        /// What kind of refusal, such as `urn:seatsync:problem:replayed`; empty if the portal does not say.
        kind: String,
        /// The portal's sentence; and the way out, if the reason is that the machine's clock once ran ahead ([`crate::clock::Ahead`]).
        sentence: String,
    },
    /// The portal cannot answer now.
    Later {
        /// Status of HTTP.
        status: u16,
        /// The portal's sentence, or ours if it gives none.
        sentence: String,
        /// How long it asks to be left alone.
        retry_after: Option<TimeDelta>,
    },
    /// There is no answer.
    Unreachable {
        /// The address.
        url: String,
        /// In the transport's words.
        reason: String,
    },
    /// There is an answer, but it is no token of this portal for this instance.
    NoToken(TokenRefused),
    /// The instance's files cannot be used.
    State(StateError),
}

/// RFC 9457, as far as it is looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Problem {
    #[serde(rename = "type")]
    kind: String,
    title: String,
    detail: String,
}

/// Reads `Retry-After`: seconds, or one of the three forms of a date (RFC 9110), which counts from the answer's own `Date`.
#[must_use]
pub fn retry_after(header: &str, date: Option<&str>) -> (Option<Duration>, Option<DateTime<Utc>>) {
    let header = header.trim();
    if !header.is_empty() && header.chars().all(|c| c.is_ascii_digit()) {
        // More than a number holds is a long time.
        return (Some(Duration::from_secs(header.parse().unwrap_or(u64::MAX))), None);
    }
    match (http_date(header), date.and_then(http_date)) {
        (Some(until), Some(made)) => (Some((until - made).to_std().unwrap_or_default()), None),
        (until, None) => (None, until),
        (None, _) => (None, None),
    }
}

/// A date as HTTP has it: `Sun, 06 Nov 1994 08:49:37 GMT`, and two older forms.
fn http_date(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let forms = ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    forms.into_iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok()).map(|date| date.and_utc())
}

impl Instance {
    /// Sends one message and loads the answer; with a `code` to link the instance (activation). Waits for the network, as long as `transport` does.
    ///
    /// A message that got no answer is sent again word for word as long as it says what is true today, so that a lost answer is harmless. Why a sync
    /// failed is kept for [`Instance::contact`].
    ///
    /// # Errors
    /// [`SyncFailed`]; nothing of what the instance may do has changed then (R28, R30).
    pub fn sync(
        &self,
        transport: &dyn Transport,
        now: DateTime<Utc>,
        code: Option<&ActivationCode>,
    ) -> Result<Synced, SyncFailed> {
        let ended = self.exchange(transport, now, code);
        if let Err(failed) = &ended {
            self.note_failure(failed.to_string(), now);
        }
        ended
    }

    fn exchange(
        &self,
        transport: &dyn Transport,
        now: DateTime<Utc>,
        code: Option<&ActivationCode>,
    ) -> Result<Synced, SyncFailed> {
        let message = self.message(now, code)?;
        let url = format!("{}{PATH}", Origin::spelled(&self.settings.portal).trim_end_matches('/'));
        let answer = transport.post(&url, &message.text).map_err(|TransportError(reason)| SyncFailed::Unreachable {
            url,
            reason: wire::printable(&reason, LONGEST_SENTENCE),
        })?;
        match answer.status {
            200 => self.take_answer(&message, &answer.body, now),
            408 | 425 | 429 => Err(later(&answer, now)),
            400..=499 if problem(&answer).kind.starts_with(PROBLEM) => Err(self.give_up(&message, &answer, now)),
            // Something in between, or a portal that is being set up: it may be otherwise in a while.
            _ => Err(later(&answer, now)),
        }
    }

    fn take_answer(&self, message: &Pending, body: &str, now: DateTime<Utc>) -> Result<Synced, SyncFailed> {
        let seq = message.seq;
        match self.take_token(body, now, true) {
            Ok(loaded) => Ok(Synced { seq, loaded: Some(loaded) }),
            Err(LoadRefused::State(error)) => Err(error.into()),
            Err(LoadRefused::Token(TokenRefused::Again { .. } | TokenRefused::Older { .. }))
                if self.load()?.tokens.last().is_some_and(|token| token.seq >= seq) =>
            {
                Ok(Synced { seq, loaded: None })
            }
            Err(LoadRefused::Token(reason)) => Err(SyncFailed::NoToken(reason)),
        }
    }

    /// The portal will not take this message, so the next one is a new one.
    fn give_up(&self, message: &Pending, answer: &Answer, now: DateTime<Utc>) -> SyncFailed {
        let dropped = self.update(|state| {
            state.pending.take_if(|pending| pending.seq == message.seq);
            Ok::<_, StateError>(state.seen)
        });
        let Problem { kind, title, detail } = problem(answer);
        let ours = format!(
            "The portal refuses this instance without a reason ({}): check its address, and what stands between here and there.",
            answer.status
        );
        match dropped {
            Ok(seen) => {
                let sentence = first_said([&detail, &title], ours);
                let ahead = seen.ahead_of(now).filter(|_| kind.strip_prefix(PROBLEM) == Some(CLOCK_AHEAD));
                SyncFailed::Refused {
                    status: answer.status,
                    kind: wire::printable(&kind, LONGEST_SENTENCE),
                    sentence: ahead.map_or_else(|| sentence.clone(), |ahead| format!("{sentence} {ahead}")),
                }
            }
            Err(error) => error.into(),
        }
    }
}

fn later(answer: &Answer, now: DateTime<Utc>) -> SyncFailed {
    let Answer { status, retry_after, retry_at, .. } = *answer;
    let Problem { detail, title, .. } = problem(answer);
    let ours = match status {
        300..=399 => format!(
            "The answer was a redirect ({status}), which is not followed: check the portal's address, and whether this \
            network wants a proxy or a sign-in."
        ),
        _ => format!("The portal cannot answer now ({status}): try again later."),
    };
    let until = || retry_at.map(|until| (until - now).max(TimeDelta::zero()));
    let retry_after = retry_after.map(|wait| TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX)).or_else(until);
    SyncFailed::Later { status, sentence: first_said([&detail, &title], ours), retry_after }
}

/// The problem document of an answer that is one, else nothing said.
fn problem(answer: &Answer) -> Problem {
    let media_type = answer.content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/problem+json") || answer.body.len() > wire::MAX_TEXT {
        return Problem::default();
    }
    serde_json::from_str(&answer.body).unwrap_or_default()
}

fn first_said(said: [&String; 2], ours: String) -> String {
    said.into_iter().map(|text| wire::printable(text, LONGEST_SENTENCE)).find(|text| !text.is_empty()).unwrap_or(ours)
}

impl SyncFailed {
    /// How long the portal asks to be left alone, unbounded; see `schedule`.
    #[must_use]
    pub fn retry_after(&self) -> Option<TimeDelta> {
        match self {
            Self::Later { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl From<StateError> for SyncFailed {
    fn from(error: StateError) -> Self {
        Self::State(error)
    }
}

impl fmt::Display for SyncFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { sentence, .. } | Self::Later { sentence, .. } => f.write_str(sentence),
            Self::Unreachable { url, reason } => write!(
                f,
                "{url} cannot be reached ({reason}): check network, proxy and certificates, or carry the instance ID by clipboard."
            ),
            Self::NoToken(reason) => {
                write!(f, "What answered is not the portal, or something in between changed its answer. {reason}")
            }
            Self::State(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SyncFailed {}

impl fmt::Display for Synced {
    /// A sentence or more, to show to the administrator.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.loaded {
            Some(loaded) => loaded.fmt(f),
            None => f.write_str("The portal's answer is on record already."),
        }
    }
}
