//! The single place for what both messages share as text: the size limit, the BEGIN and END lines, base64url and JSON that says one thing only.

use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::de::{DeserializeOwned, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Longest text looked at, in bytes: 64 KiB. Anything longer is refused before a byte of it is decoded.
pub const MAX_TEXT: usize = 64 * 1024;

/// The words between the dashes of the optional first and last line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// `-----BEGIN SEATSYNC INSTANCE ID-----`
    InstanceId,
    /// `-----BEGIN SEATSYNC TOKEN-----`
    Token,
}

impl Label {
    fn words(self) -> &'static str {
        match self {
            Self::InstanceId => "SEATSYNC INSTANCE ID",
            Self::Token => "SEATSYNC TOKEN",
        }
    }
}

/// Wraps a message into lines of 64 characters between a BEGIN and an END line, for mails and files.
#[must_use]
pub fn armour(label: Label, message: &str) -> String {
    let words = label.words();
    let mut text = format!("-----BEGIN {words}-----\n");
    for (position, c) in message.chars().enumerate() {
        if position > 0 && position % 64 == 0 {
            text.push('\n');
        }
        text.push(c);
    }
    format!("{text}\n-----END {words}-----\n")
}

/// Undoes what clipboards and mail clients add (spaces, line breaks, quotes, `> `, the BEGIN and END lines). `None` if longer than [`MAX_TEXT`].
#[must_use]
pub fn strip(label: Label, text: &str) -> Option<String> {
    if text.len() > MAX_TEXT {
        return None;
    }
    let bare: String = text.chars().filter(|c| !is_noise(*c)).collect();
    // With the noise gone the two lines have lost their spaces as well.
    let words = label.words().replace(' ', "");
    let bare = bare.strip_prefix(&format!("-----BEGIN{words}-----")).unwrap_or(&bare);
    Some(bare.strip_suffix(&format!("-----END{words}-----")).unwrap_or(bare).to_owned())
}

fn is_noise(c: char) -> bool {
    let quotes_and_fillers = "\"'`´>«»‹›\u{2018}\u{2019}\u{201a}\u{201b}\u{201c}\u{201d}\u{201e}\u{201f}\u{ad}\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}";
    c.is_whitespace() || quotes_and_fillers.contains(c)
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// Strict: no padding, no foreign letters, and the one canonical spelling only.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(text).ok()
}

pub(crate) fn fixed_from_base64url<const N: usize>(text: &str) -> Option<[u8; N]> {
    from_base64url(text)?.try_into().ok()
}

/// Reads a JSON object; a member given twice is refused, as two readers could then see two different messages.
pub(crate) fn json_object(bytes: &[u8]) -> Option<Map<String, Value>> {
    let Unambiguous(value) = serde_json::from_slice(bytes).ok()?;
    match value {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

pub(crate) fn typed<T: DeserializeOwned>(members: Map<String, Value>) -> Result<T, serde_json::Error> {
    serde_json::from_value(Value::Object(members))
}

/// A JSON value none of whose objects has the same member twice.
struct Unambiguous(Value);

impl<'de> serde::Deserialize<'de> for Unambiguous {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UnambiguousVisitor).map(Self)
    }
}

struct UnambiguousVisitor;

impl<'de> Visitor<'de> for UnambiguousVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Unambiguous(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((name, Unambiguous(value))) = members.next_entry::<String, _>()? {
            if object.insert(name, value).is_some() {
                return Err(A::Error::custom("a member occurs twice"));
            }
        }
        Ok(Value::Object(object))
    }
}

/// Instance identities as the wire writes them: `urn:uuid:0192…`.
pub(crate) mod urn {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};
    use uuid::Uuid;

    pub(crate) fn serialize<S: Serializer>(id: &Uuid, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&id.urn())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Uuid, D::Error> {
        let text = String::deserialize(deserializer)?;
        let id = text.strip_prefix("urn:uuid:").and_then(|id| Uuid::try_parse(id).ok());
        // One spelling only: upper case or braces would make two names for one instance.
        id.filter(|id| id.urn().to_string() == text).ok_or_else(|| D::Error::custom("an identity looks like urn:uuid:…"))
    }
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
