//! The single place that says who may do what on an account.

use super::text_enum::text_enum;

text_enum! {
    /// A person's role on one account.
    Role {
        /// May do everything, and say who else may.
        Owner = "owner",
        /// Money and renewal.
        BillingAdmin = "billing_admin",
        /// Instances and licenses.
        TechnicalAdmin = "technical_admin",
        /// May look, and change nothing.
        Viewer = "viewer",
    }
}

/// What a page or an action needs from a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// See subscriptions, terms, instances.
    Look,
    /// Turn renewal off and on, and whatever costs money.
    Billing,
    /// Link instances, make tokens, see activation codes.
    Technical,
    /// Say who belongs to the account, and who gets its emails.
    Own,
}

impl Role {
    /// Whether a role carries a right. Exactly one `match`: a new role or right does not compile until decided.
    #[must_use]
    pub const fn has(self, right: Right) -> bool {
        match (self, right) {
            (Self::Owner, _) | (_, Right::Look) => true,
            (Self::BillingAdmin, Right::Billing) | (Self::TechnicalAdmin, Right::Technical) => true,
            (Self::BillingAdmin, Right::Technical)
            | (Self::TechnicalAdmin, Right::Billing)
            | (Self::Viewer, Right::Billing | Right::Technical)
            | (_, Right::Own) => false,
        }
    }
}
