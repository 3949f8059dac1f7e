//! The single place for the words that say what is wrong with an email address.

use crate::domain::email_address::NotAnAddress;
use crate::domain::language::Language;
use crate::words::t;

/// Why what was typed is no address that mail can be sent to, and what to do about it.
#[must_use]
pub fn sentence(l: Language, why: NotAnAddress) -> String {
    match why {
        NotAnAddress::At => t!(l, "address-at"),
        NotAnAddress::Hidden => t!(l, "address-hidden"),
        NotAnAddress::Space => t!(l, "address-space"),
        NotAnAddress::Character(c) => t!(l, "address-character", character = c.to_string()),
        NotAnAddress::Foreign => t!(l, "address-foreign"),
        NotAnAddress::Dots => t!(l, "address-dots"),
        NotAnAddress::Domain => t!(l, "address-domain"),
        NotAnAddress::Ip => t!(l, "address-ip"),
        NotAnAddress::TooLong => t!(l, "address-too-long"),
    }
}
