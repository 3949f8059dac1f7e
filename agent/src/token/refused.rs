//! The single place for why a token is refused, and in which words.

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use uuid::Uuid;

use crate::pasted::Unread;
use crate::wire::MAX_TEXT;

/// Why a token is refused. Nothing was changed by it (R30).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenRefused {
    /// More text than is ever looked at.
    TooLong {
        /// In bytes.
        limit: usize,
    },
    /// Not three parts of base64url under a header of ours.
    NotAToken,
    /// An instance ID: the portal takes it, and answers it with a token.
    AnInstanceId,
    /// Several tokens in one text.
    Several,
    /// Signed under a key that is not compiled into this product.
    OtherPortal,
    /// The signature does not fit.
    Forged,
    /// A claim is missing or of the wrong type.
    Claims {
        /// Which, in the words of the JSON reader.
        reason: String,
    },
    /// For another instance.
    OtherInstance {
        /// The one it is for.
        sub: Uuid,
    },
    /// For another product.
    OtherProduct {
        /// The one it is for.
        aud: String,
    },
    /// Answers an older message than a token taken before.
    Older {
        /// The message it answers.
        seq: u64,
        /// The message the last token taken answered.
        taken: u64,
    },
    /// This very token is on record.
    Again {
        /// When it was loaded.
        loaded_at: DateTime<Utc>,
    },
}

impl fmt::Display for TokenRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { limit } => write!(
                f,
                "This is not a token: it is longer than {limit} bytes; copy the token alone, from BEGIN to END."
            ),
            Self::NotAToken => f.write_str("This is not a token: copy it whole from the portal, from BEGIN to END."),
            Self::AnInstanceId => f.write_str(
                "This is not a token. It is an instance ID: paste it into the portal, and load the token it answers with.",
            ),
            Self::Several => {
                f.write_str("This is not one token. The text holds several: copy the newest one alone, from BEGIN to END.")
            }
            Self::OtherPortal => f.write_str(
                "This token was signed by a key this product does not know: take it from the portal of the product's \
                vendor, or update the product.",
            ),
            Self::Forged => f.write_str(
                "The signature does not fit this token, so it was cut off or changed: copy it again from the portal.",
            ),
            Self::Claims { reason } => write!(
                f,
                "This token leaves something out or says it in another form ({reason}): update the product and load \
                it again."
            ),
            Self::OtherInstance { sub } => {
                write!(f, "This token is for another instance ({sub}): take the one for this instance from the portal.")
            }
            Self::OtherProduct { aud } => {
                write!(f, "This token is for another product ({aud:?}): take the one for this product from the portal.")
            }
            Self::Older { seq, taken } => write!(
                f,
                "This token answers message {seq} of this instance, but one answering message {taken} is loaded \
                already: take the newest one from the portal."
            ),
            Self::Again { loaded_at } => write!(
                f,
                "This token is on record already: it was loaded on {}.",
                loaded_at.to_rfc3339_opts(SecondsFormat::Secs, true)
            ),
        }
    }
}

impl From<Unread> for TokenRefused {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::TooLong => Self::TooLong { limit: MAX_TEXT },
            Unread::Other => Self::AnInstanceId,
            Unread::Several => Self::Several,
        }
    }
}

impl std::error::Error for TokenRefused {}
