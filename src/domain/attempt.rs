//! How often somebody may try: slow for guessers, never a lock on a person. Whoever is throttled at signing in can still
//! come in by a reset link, which signs them in; sessions already open go on. Somebody else asking for links uses up
//! their own allowance first, and each link they ask for goes to the owner all the same.

use super::text_enum::text_enum;

text_enum! {
    /// What was tried.
    AttemptKind {
        /// To sign in with a password.
        SignIn = "sign_in",
        /// To have a reset link mailed.
        Reset = "reset",
        /// To open an invoice by a link that never was.
        InvoiceLink = "invoice_link",
        /// To have a fresh link to an invoice mailed.
        FreshLink = "fresh_link",
    }
}

/// At most so many unsuccessful attempts in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The window, in minutes.
    pub minutes: i64,
    /// For one address, from wherever.
    pub per_address: i64,
    /// For one address, from one network address.
    pub per_pair: i64,
    /// From one network address, for whomever.
    pub per_origin: i64,
}

impl AttemptKind {
    /// The limit of this kind.
    #[must_use]
    pub const fn limit(self) -> Limit {
        match self {
            Self::SignIn => Limit { minutes: 5, per_address: 10, per_pair: 10, per_origin: 100 },
            Self::Reset => Limit { minutes: 60, per_address: 30, per_pair: 5, per_origin: 100 },
            // What is guessed at stands for the address here: each guess is another one.
            Self::InvoiceLink => Limit { minutes: 1, per_address: 20, per_pair: 20, per_origin: 20 },
            Self::FreshLink => Limit { minutes: 60, per_address: 30, per_pair: 10, per_origin: 50 },
        }
    }
}
