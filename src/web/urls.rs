//! Every address of a page, built in one place for handlers, templates and redirects.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::domain::ids::{ContactId, InstanceId, LateRequestId, LetterId, OrderId, ReceivedId, SettlementId, TokenId};

/// The page of a subscription.
#[must_use]
pub fn subscription(number: &str) -> String {
    format!("/subscriptions/{number}")
}

/// Where its renewal is turned off, and where one sees that it is.
#[must_use]
pub fn renewal_cancellation(number: &str) -> String {
    format!("/subscriptions/{number}/renewal-cancellation")
}

/// Where its renewal is turned on again.
#[must_use]
pub fn withdrawal(number: &str) -> String {
    format!("/subscriptions/{number}/renewal-cancellation/withdrawal")
}

/// Where staff are asked to turn it off late.
#[must_use]
pub fn late_requests(number: &str) -> String {
    format!("/subscriptions/{number}/late-cancellation-requests")
}

/// The page of a settlement.
#[must_use]
pub fn settlement(number: &str, id: SettlementId) -> String {
    format!("/subscriptions/{number}/settlements/{id}")
}

/// Where it is objected to.
#[must_use]
pub fn objection(number: &str, id: SettlementId) -> String {
    format!("/subscriptions/{number}/settlements/{id}/objection")
}

/// Where the objection is withdrawn.
#[must_use]
pub fn objection_withdrawal(number: &str, id: SettlementId) -> String {
    format!("/subscriptions/{number}/settlements/{id}/objection/withdrawal")
}

/// Where seats are chosen that are to be added.
#[must_use]
pub fn new_seats(number: &str) -> String {
    format!("/subscriptions/{number}/seats/new")
}

/// Where they are bought.
#[must_use]
pub fn seats(number: &str) -> String {
    format!("/subscriptions/{number}/seats")
}

/// Where the next term is chosen.
#[must_use]
pub fn new_renewal(number: &str) -> String {
    format!("/subscriptions/{number}/renewal/new")
}

/// Where it is bought.
#[must_use]
pub fn renewal(number: &str) -> String {
    format!("/subscriptions/{number}/renewal")
}

/// What became of something bought by hand.
#[must_use]
pub fn order(number: &str, id: OrderId) -> String {
    format!("/subscriptions/{number}/orders/{id}")
}

/// Where an instance ID is pasted.
#[must_use]
pub fn new_instance(number: &str) -> String {
    format!("/subscriptions/{number}/instances/new")
}

/// Where a pasted instance ID is sent to.
#[must_use]
pub fn instance_ids(number: &str) -> String {
    format!("/subscriptions/{number}/instance-ids")
}

/// What a pasted instance ID says.
#[must_use]
pub fn received(id: ReceivedId) -> String {
    format!("/instance-ids/{id}")
}

/// Where it is confirmed.
#[must_use]
pub fn link(id: ReceivedId) -> String {
    format!("/instance-ids/{id}/link")
}

/// The page of an instance.
#[must_use]
pub fn instance(id: InstanceId) -> String {
    format!("/instances/{id}")
}

/// What it sent.
#[must_use]
pub fn messages(id: InstanceId) -> String {
    format!("/instances/{id}/messages")
}

/// The same as a file.
#[must_use]
pub fn messages_file(id: InstanceId) -> String {
    format!("/instances/{id}/messages.json")
}

/// Where one chooses what becomes of its security updates.
#[must_use]
pub fn updates(id: InstanceId) -> String {
    format!("/instances/{id}/updates")
}

/// Where an upgrade at its next sync is asked for, or that is taken back.
#[must_use]
pub fn upgrade(id: InstanceId) -> String {
    format!("/instances/{id}/upgrade")
}

/// Where it is unlinked.
#[must_use]
pub fn unlinking(id: InstanceId) -> String {
    format!("/instances/{id}/unlinking")
}

/// Where a subscription gets another activation code.
#[must_use]
pub fn activation_code(number: &str) -> String {
    format!("/subscriptions/{number}/activation-code")
}

/// Where a token is made for it.
#[must_use]
pub fn tokens(id: InstanceId) -> String {
    format!("/instances/{id}/tokens")
}

/// The page of a token.
#[must_use]
pub fn token(instance: InstanceId, id: TokenId) -> String {
    format!("/instances/{instance}/tokens/{id}")
}

/// A token as a file.
#[must_use]
pub fn token_file(instance: InstanceId, id: TokenId) -> String {
    format!("/instances/{instance}/tokens/{id}/file")
}

/// What was typed before one had to sign in again.
pub const KEPT: &str = "/kept";
/// The invoices of whoever is signed in.
pub const INVOICES: &str = "/invoices";
/// The same as a file for spreadsheets.
pub const INVOICES_FILE: &str = "/invoices.csv";
/// How accounts pay.
pub const PAYMENT_METHOD: &str = "/account/payment-method";
/// Where the card is taken off file.
pub const CARD_REMOVAL: &str = "/account/payment-method/removal";
/// Who gets an account's letters.
pub const CONTACTS: &str = "/account/contacts";
/// Letters to whoever is signed in.
pub const LETTERS: &str = "/letters";
/// The newest invoices of everybody, for staff.
pub const STAFF_INVOICES: &str = "/staff/invoices";
/// How soon the vendor answers.
pub const SUPPORT: &str = "/support";
/// Instances of everybody, for staff.
pub const STAFF_INSTANCES: &str = "/staff/instances";
/// What was flagged, for staff.
pub const STAFF_FLAGS: &str = "/staff/flags";
/// Where staff say that they looked into a flag.
pub const FLAG_CLOSING: &str = "/staff/flags/closing";
/// Releases and advisories, for staff.
pub const STAFF_RELEASES: &str = "/staff/releases";
/// Where a fresh link is asked for.
pub const FRESH_LINKS: &str = "/i/links";

/// The one invoice of the mailed link with this handle.
#[must_use]
pub fn linked_invoice(link: &str) -> String {
    format!("/i/view/{link}")
}

/// The same as PDF.
#[must_use]
pub fn linked_invoice_pdf(link: &str) -> String {
    format!("/i/view/{link}/pdf")
}

/// Where a new password is chosen by the mailed link with this handle.
#[must_use]
pub fn new_password(link: &str) -> String {
    format!("/password/new/{link}")
}

/// The page of an invoice.
#[must_use]
pub fn invoice(number: &str) -> String {
    format!("/invoices/{number}")
}

/// The invoice as PDF.
#[must_use]
pub fn invoice_pdf(number: &str) -> String {
    format!("/invoices/{number}.pdf")
}

/// The invoice for bookkeeping.
#[must_use]
pub fn invoice_csv(number: &str) -> String {
    format!("/invoices/{number}.csv")
}

/// Where a new link to it is mailed.
#[must_use]
pub fn invoice_links(number: &str) -> String {
    format!("/invoices/{number}/links")
}

/// Where every link to it is revoked.
#[must_use]
pub fn invoice_links_revocation(number: &str) -> String {
    format!("/invoices/{number}/links/revocation")
}

/// Where a contact is removed.
#[must_use]
pub fn contact_removal(id: ContactId) -> String {
    format!("/account/contacts/{id}/removal")
}

/// Where a contact's address is asked again.
#[must_use]
pub fn contact_asking(id: ContactId) -> String {
    format!("/account/contacts/{id}/confirmation")
}

/// Where a contact's address is confirmed by the link mailed there.
#[must_use]
pub fn contact_confirmation(secret: &str) -> String {
    format!("/contacts/confirmation/{secret}")
}

/// A letter to whoever is signed in.
#[must_use]
pub fn letter(id: LetterId) -> String {
    format!("/letters/{id}")
}

/// An invoice for staff.
#[must_use]
pub fn staff_invoice(number: &str) -> String {
    format!("/staff/invoices/{number}")
}

/// The same as PDF.
#[must_use]
pub fn staff_invoice_pdf(number: &str) -> String {
    format!("/staff/invoices/{number}.pdf")
}

/// Where staff note that it was paid.
#[must_use]
pub fn invoice_payment(number: &str) -> String {
    format!("/staff/invoices/{number}/payment")
}

/// Where staff take it back.
#[must_use]
pub fn invoice_credit_note(number: &str) -> String {
    format!("/staff/invoices/{number}/credit-note")
}

/// Where staff decide a late request.
#[must_use]
pub fn decision(id: LateRequestId) -> String {
    format!("/staff/late-cancellation-requests/{id}/decision")
}

/// The settlements that wait for staff.
#[must_use]
pub fn staff_settlements() -> &'static str {
    "/staff/settlements"
}

/// One settlement as staff see it.
#[must_use]
pub fn staff_settlement(id: SettlementId) -> String {
    format!("/staff/settlements/{id}")
}

/// Where staff let a settlement go.
#[must_use]
pub fn waiver(id: SettlementId) -> String {
    format!("/staff/settlements/{id}/waiver")
}

/// Where staff decide an objection.
#[must_use]
pub fn objection_decision(id: SettlementId) -> String {
    format!("/staff/settlements/{id}/objection/decision")
}

/// Where staff put a subscription's settlements on hold.
#[must_use]
pub fn holds() -> &'static str {
    "/staff/holds"
}

/// Where staff lift a hold.
#[must_use]
pub fn lifting() -> &'static str {
    "/staff/holds/lifting"
}

/// The sign-in page that leads back to `path` afterwards.
#[must_use]
pub fn sign_in(path: &str) -> String {
    if path == "/" {
        return "/sign-in".to_owned();
    }
    format!("/sign-in?next={}", utf8_percent_encode(path, IN_A_QUERY))
}

/// What is escaped in the value of a query.
const IN_A_QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'/').remove(b'~');

/// A path of ours to go to after signing in; anything that could lead elsewhere becomes `/`.
#[must_use]
pub fn safe_next(next: &str) -> String {
    let local = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n', '\t']);
    if local && next.len() <= 500 && next.chars().all(|c| c.is_ascii_graphic()) {
        next.to_owned()
    } else {
        "/".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_signing_in_one_stays_with_us() {
        for (next, expect) in [
            ("/subscriptions/S-1042", "/subscriptions/S-1042"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("javascript:alert(1)", "/"),
            ("/\t/evil.example", "/"),
            ("", "/"),
            ("/ü", "/"),
            ("/a\0", "/"),
        ] {
            assert_eq!(safe_next(next), expect, "{next}");
        }
        assert_eq!(sign_in("/a?b=c&d"), "/sign-in?next=/a%3Fb%3Dc%26d");
    }
}
