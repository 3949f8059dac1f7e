//! The single place for instance identities as the wire writes them: `urn:uuid:0192…`.

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
