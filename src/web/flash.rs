//! What has just been done, said once on the next page: a word in a short-lived cookie, never text from outside.

use actix_web::{HttpRequest, HttpResponse};

use super::cookies;
use super::visit::Visit;
use crate::domain::language::Language;
use crate::domain::text_enum::text_enum;
use crate::http::redirects::on_to;
use crate::words::t;

pub const COOKIE: &str = "flash";

text_enum! {
    /// Something that has just been done.
    Flash {
        /// Auto-renewal is on again.
        RenewalOn = "renewal_on",
        /// A late request was sent.
        RequestSent = "request_sent",
        /// An instance was linked.
        Linked = "linked",
        /// A further report was taken.
        Reported = "reported",
        /// What becomes of security updates was chosen.
        UpdatesChosen = "updates_chosen",
        UpgradeAsked = "upgrade_asked",
        UpgradeTakenBack = "upgrade_taken_back",
        /// An instance was unlinked.
        Unlinked = "unlinked",
        /// A subscription has another activation code.
        CodeReplaced = "code_replaced",
        PasswordChanged = "password_changed",
        /// A late request was granted.
        Granted = "granted",
        /// A late request was declined.
        Declined = "declined",
        /// A link to an invoice was mailed.
        LinkSent = "link_sent",
        /// Every link to an invoice was revoked.
        LinksRevoked = "links_revoked",
        /// A card was put on file.
        CardPut = "card_put",
        /// The card was taken off file.
        CardRemoved = "card_removed",
        /// A contact was named.
        ContactAdded = "contact_added",
        /// A contact was named, and asked to confirm the address.
        ContactNamed = "contact_named",
        /// A contact's address was asked again.
        ContactAsked = "contact_asked",
        ContactRemoved = "contact_removed",
        /// An invoice was marked as paid.
        MarkedPaid = "marked_paid",
        /// A credit note was issued.
        Credited = "credited",
        /// A reconciliation was disputed.
        Disputed = "disputed",
        DisputeWithdrawn = "dispute_withdrawn",
        /// Staff rejected a dispute.
        DisputeRejected = "dispute_rejected",
        /// Staff waive a reconciliation.
        Waived = "waived",
        /// Staff put reconciliations on pause.
        Held = "held",
        /// Staff lifted a pause.
        Lifted = "lifted",
        /// An alert was looked into.
        AlertClosed = "alert_closed",
    }
}

impl Flash {
    /// The sentence in a language.
    #[must_use]
    pub fn text(self, language: Language) -> String {
        match self {
            Self::RenewalOn => t!(language, "flash-renewal-on"),
            Self::RequestSent => t!(language, "flash-request-sent"),
            Self::Linked => t!(language, "flash-linked"),
            Self::Reported => t!(language, "flash-reported"),
            Self::UpdatesChosen => t!(language, "flash-updates-chosen"),
            Self::UpgradeAsked => t!(language, "flash-upgrade-asked"),
            Self::UpgradeTakenBack => t!(language, "flash-upgrade-taken-back"),
            Self::Unlinked => t!(language, "flash-unlinked"),
            Self::CodeReplaced => t!(language, "flash-code-replaced"),
            Self::PasswordChanged => t!(language, "flash-password-changed"),
            Self::Granted => t!(language, "flash-granted"),
            Self::Declined => t!(language, "flash-declined"),
            Self::LinkSent => t!(language, "flash-link-sent"),
            Self::LinksRevoked => t!(language, "flash-links-revoked"),
            Self::CardPut => t!(language, "flash-card-put"),
            Self::CardRemoved => t!(language, "flash-card-removed"),
            Self::ContactAdded => t!(language, "flash-contact-added"),
            Self::ContactNamed => t!(language, "flash-contact-named"),
            Self::ContactAsked => t!(language, "flash-contact-asked"),
            Self::ContactRemoved => t!(language, "flash-contact-removed"),
            Self::MarkedPaid => t!(language, "flash-marked-paid"),
            Self::Credited => t!(language, "flash-credited"),
            Self::Disputed => t!(language, "flash-disputed"),
            Self::DisputeWithdrawn => t!(language, "flash-dispute-withdrawn"),
            Self::DisputeRejected => t!(language, "flash-dispute-rejected"),
            Self::Waived => t!(language, "flash-waived"),
            Self::Held => t!(language, "flash-paused"),
            Self::Lifted => t!(language, "flash-resumed"),
            Self::AlertClosed => t!(language, "flash-alert-closed"),
        }
    }

    /// The flash a request carries.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Option<Self> {
        cookies::value(request, COOKIE)?.parse().ok()
    }
}

/// On to another page after a change, which it says there.
#[must_use]
pub fn see_other_saying(visit: &Visit, path: &str, flash: Flash) -> HttpResponse {
    on_to(path).cookie(visit.cookie(COOKIE, flash.as_str())).finish()
}
