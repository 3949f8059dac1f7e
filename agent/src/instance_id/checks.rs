//! The single place for which claims can be true, and for how much is taken of anything (R33).

use std::fmt;

use chrono::serde::ts_seconds;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::claims::{Claims, MAX_DAYS, MAX_DETAIL, Service, Users};
use super::{InstanceIdRefused, MOST_AHEAD};
use crate::clock::{self, EARLIEST};
use crate::environment::{self, EnvironmentRefused};
use crate::origin::Origin;
use crate::wire;

/// The version of the claims this crate writes and reads.
const VERSION: u32 = 1;
/// Most users, and most of anything counted per user.
pub const MAX_COUNT: u64 = 1_000_000_000;
/// Largest whole number every JSON reader keeps exactly: the largest figure (R36), and the largest number of a message.
pub const MAX_FIGURE: u64 = (1 << 53) - 1;
/// Longest name of a figure, in characters.
pub const MAX_FIGURE_NAME: usize = 64;
/// Most of the portal's keys named in one message.
const MAX_KEYS: usize = 100;
/// Most licenses named in one message; an instance with more names the latest.
pub const MAX_LICENSES: usize = 200;
/// Most figures in one message, operational and optional ones together.
pub const MAX_FIGURES: usize = 200;

/// What is looked at before everything else.
#[derive(Deserialize)]
struct Addressed {
    aud: String,
    #[serde(with = "ts_seconds")]
    iat: DateTime<Utc>,
}

fn typed<T: DeserializeOwned>(members: Map<String, Value>) -> Result<T, InstanceIdRefused> {
    wire::typed(members).map_err(|error| InstanceIdRefused::Claims { reason: error.to_string() })
}

impl Claims {
    /// In the order of the protocol: `aud`, `iat`, then everything else. Unknown claims are ignored.
    pub(crate) fn read(
        members: Map<String, Value>,
        portal: &str,
        now: DateTime<Utc>,
    ) -> Result<Self, InstanceIdRefused> {
        let addressed: Addressed = typed(members.clone())?;
        if !Origin::is_same(&addressed.aud, portal) {
            return Err(InstanceIdRefused::OtherAudience { aud: addressed.aud });
        }
        if clock::is_unset(addressed.iat) {
            return Err(InstanceIdRefused::Unset { iat: addressed.iat });
        }
        if addressed.iat.signed_duration_since(now) > MOST_AHEAD {
            return Err(InstanceIdRefused::Ahead { iat: addressed.iat });
        }
        if let Some(what) = negative(&members) {
            return Err(InstanceIdRefused::Negative { what });
        }
        let mut claims: Self = typed(members)?;
        // Of a board without a clock, before it had the time.
        claims.daily.retain(|(day, _)| *day >= EARLIEST);
        claims.update.outcome.take_if(|run| clock::is_unset(run.at));
        if claims.hostname.trim().is_empty() {
            claims.hostname = wire::hostname("");
        }
        claims.environment = environment::read(&claims.environment)
            .map_err(|EnvironmentRefused { given }| InstanceIdRefused::Environment { given })?
            .to_owned();
        claims.check_version()?;
        claims.check_counts()?;
        claims.check_days()?;
        claims.check_texts()?;
        claims.check_lists()?;
        Ok(claims)
    }

    fn check_version(&self) -> Result<(), InstanceIdRefused> {
        if self.ver == VERSION { Ok(()) } else { Err(InstanceIdRefused::Version { ver: self.ver }) }
    }

    fn check_counts(&self) -> Result<(), InstanceIdRefused> {
        let Users { active, inactive, billable, max } = self.users;
        if max < billable {
            return Err(InstanceIdRefused::MaxBelowBillable { max, billable });
        }
        let days = self.daily.iter().map(|(_, count)| ("daily", *count, MAX_COUNT));
        let figures = self.figures().map(|(_, count)| ("service", *count, MAX_FIGURE));
        let users = [
            ("users", active, MAX_COUNT),
            ("users", inactive, MAX_COUNT),
            ("users", max, MAX_COUNT),
            ("seq", self.seq, MAX_FIGURE),
        ];
        match users.into_iter().chain(days).chain(figures).find(|(_, count, most)| count > most) {
            Some((what, _, most)) => Err(InstanceIdRefused::TooLarge { what, most }),
            None => Ok(()),
        }
    }

    fn check_days(&self) -> Result<(), InstanceIdRefused> {
        if self.daily.len() > MAX_DAYS {
            return Err(InstanceIdRefused::TooMany { what: "daily", most: MAX_DAYS });
        }
        if self.update.outcome.as_ref().is_some_and(|run| run.at > self.iat) {
            return Err(InstanceIdRefused::Claims { reason: "update: ended after this message".to_owned() });
        }
        let last = self.iat.date_naive();
        match self.daily.iter().find(|(day, _)| *day > last) {
            Some((day, _)) => Err(InstanceIdRefused::DayAhead { day: *day }),
            None => Ok(()),
        }
    }

    fn check_texts(&self) -> Result<(), InstanceIdRefused> {
        let named = [
            ("jti", &self.jti, 64),
            ("product", &self.product, 64),
            ("version", &self.version, 64),
            ("tier", &self.tier, 64),
            ("hostname", &self.hostname, 253),
            ("environment", &self.environment, 64),
        ];
        let optional = [("code", &self.code), ("ack", &self.ack), ("update", &self.update.last)];
        let optional = optional.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?, 64)));
        let outcome = self.update.outcome.iter();
        let outcome =
            outcome.flat_map(|run| [("update", Some(&run.to), 64), ("update", run.detail.as_ref(), MAX_DETAIL)]);
        let outcome = outcome.filter_map(|(name, text, most)| Some((name, text?, most)));
        let licenses = self.licenses.iter().map(|id| ("licenses", id, 64));
        let keys = self.keys.iter().flatten().map(|kid| ("keys", kid, 64));
        let figures = self.figures().map(|(name, _)| ("service", name, MAX_FIGURE_NAME));
        let mut all = named.into_iter().chain(optional).chain(outcome).chain(licenses).chain(keys).chain(figures);
        match all.find(|(_, text, most)| !is_line(text, *most)) {
            Some((what, _, most)) => Err(InstanceIdRefused::Text { what, most }),
            None => Ok(()),
        }
    }

    fn check_lists(&self) -> Result<(), InstanceIdRefused> {
        let keys = self.keys.as_ref().map_or(0, Vec::len);
        let lists = [
            ("licenses", self.licenses.len(), MAX_LICENSES),
            ("keys", keys, MAX_KEYS),
            ("service", self.figures().count(), MAX_FIGURES),
        ];
        match lists.into_iter().find(|(_, length, most)| length > most) {
            Some((what, _, most)) => Err(InstanceIdRefused::TooMany { what, most }),
            None => Ok(()),
        }
    }

    fn figures(&self) -> impl Iterator<Item = (&String, &u64)> {
        self.service.figures()
    }
}

/// A text of at most so many characters, none of them for control.
fn is_line(text: &str, most: usize) -> bool {
    text.chars().count() <= most && !text.chars().any(char::is_control)
}

impl Service {
    fn figures(&self) -> impl Iterator<Item = (&String, &u64)> {
        self.operational.iter().chain(self.optional.iter().flatten())
    }

    /// Whether a portal takes these figures: at most [`MAX_FIGURES`], each up to [`MAX_FIGURE`] under a name of one to [`MAX_FIGURE_NAME`] characters
    /// without control characters. To be asked before they are handed over, as a portal refuses the whole message for the sake of one.
    ///
    /// # Errors
    /// [`FiguresRefused`] for the first that it does not.
    pub fn check(&self) -> Result<(), FiguresRefused> {
        if self.figures().count() > MAX_FIGURES {
            return Err(FiguresRefused::TooMany);
        }
        if let Some((name, _)) = self.figures().find(|(name, _)| name.is_empty() || !is_line(name, MAX_FIGURE_NAME)) {
            return Err(FiguresRefused::Name { name: wire::printable(name, MAX_FIGURE_NAME) });
        }
        match self.figures().find(|(_, figure)| **figure > MAX_FIGURE) {
            Some((name, _)) => Err(FiguresRefused::TooLarge { name: name.clone() }),
            None => Ok(()),
        }
    }
}

/// Why figures cannot be sent (R36).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FiguresRefused {
    /// More than [`MAX_FIGURES`].
    TooMany,
    /// A name that is empty, longer than [`MAX_FIGURE_NAME`] characters or has control characters.
    Name {
        /// As far as it can be shown.
        name: String,
    },
    /// A figure above [`MAX_FIGURE`].
    TooLarge {
        /// Its name.
        name: String,
    },
}

impl fmt::Display for FiguresRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany => write!(f, "There are more than {MAX_FIGURES} figures: add some of them up."),
            Self::Name { name } => write!(
                f,
                "The name of a figure has from 1 to {MAX_FIGURE_NAME} characters and no control characters, other than {name:?}."
            ),
            Self::TooLarge { name } => {
                write!(f, "The figure {name} is above {MAX_FIGURE}, the largest that can be sent.")
            }
        }
    }
}

impl std::error::Error for FiguresRefused {}

/// The first claim with a negative number in it; asked before the types are, so that the answer names it rather than a JSON type.
fn negative(members: &Map<String, Value>) -> Option<String> {
    ["seq", "users", "daily", "service"].into_iter().find_map(|name| negative_in(name, members.get(name)?))
}

fn negative_in(path: &str, value: &Value) -> Option<String> {
    match value {
        Value::Number(number) if number.to_string().starts_with('-') => Some(path.to_owned()),
        Value::Array(items) => items.iter().find_map(|item| negative_in(path, item)),
        Value::Object(members) => members.iter().find_map(|(name, item)| negative_in(&format!("{path}.{name}"), item)),
        _ => None,
    }
}
