//! Every address of the program in one list: routes are mounted from it, pages and emails link by it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::domain::ids::{
    ContactId, EmailId, InstanceId, LateRequestId, OrderId, ReceivedId, ReconciliationId, TokenId,
};

macro_rules! urls {
    ($($(#[$doc:meta])* $name:ident($($part:ident: $kind:ty),*) $path:literal;)+) => {
        $(urls!(@link $(#[$doc])* $name($($part: $kind),*) $path);)+

        /// The shapes of all addresses, as the router wants them.
        #[allow(non_upper_case_globals, reason = "each is called what its function is called")]
        pub mod paths {
            $($(#[$doc])* pub const $name: &str = $path;)+
            /// A style, a script or a picture: `http::assets` knows its fingerprint.
            pub const asset: &str = "/static/{fingerprint}/{name:.+}";
        }
    };
    (@link $(#[$doc:meta])* $name:ident() $path:literal) => {
        $(#[$doc])*
        #[must_use]
        pub const fn $name() -> &'static str {
            $path
        }
    };
    (@link $(#[$doc:meta])* $name:ident($($part:ident: $kind:ty),+) $path:literal) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name($($part: $kind),+) -> String {
            format!($path)
        }
    };
}

urls! {
    // Anyone.
    /// Where one signs in.
    sign_in() "/sign-in";
    /// Where one signs out.
    sign_out() "/sign-out";
    /// Where a link to a new password is asked for.
    password() "/password";
    /// Where a mailed link leads a browser that does not keep it.
    no_password_link() "/password/new";
    /// Where a new password is chosen by the mailed link with this handle.
    new_password(link: &str) "/password/new/{link}";
    /// The mailed link to a new password.
    password_link(secret: &str) "/password/{secret}";
    /// Where a contact's address is confirmed by the link mailed there.
    contact_confirmation(secret: &str) "/contacts/confirmation/{secret}";
    /// Where another language is chosen.
    language() "/language";
    /// The same for a link to an invoice.
    no_invoice_link() "/i/view";
    /// The one invoice of the mailed link with this handle.
    linked_invoice(link: &str) "/i/view/{link}";
    /// The same as PDF.
    linked_invoice_pdf(link: &str) "/i/view/{link}/pdf";
    /// Where a fresh link is asked for.
    fresh_links() "/i/links";
    /// The mailed link to one invoice.
    invoice_link(secret: &str) "/i/{secret}";

    // Members of an account.
    /// The first page.
    home() "/";
    /// What was typed before one had to sign in again.
    kept() "/kept";
    /// The page of a subscription.
    subscription(number: &str) "/subscriptions/{number}";
    /// Where its renewal is turned off, and where one sees that it is.
    renewal_cancellation(number: &str) "/subscriptions/{number}/renewal-cancellation";
    /// Where its renewal is turned on again.
    withdrawal(number: &str) "/subscriptions/{number}/renewal-cancellation/withdrawal";
    /// Where staff are asked to turn it off late.
    late_requests(number: &str) "/subscriptions/{number}/late-cancellation-requests";
    /// The page of a reconciliation.
    reconciliation(number: &str, reconciliation: ReconciliationId) "/subscriptions/{number}/reconciliations/{reconciliation}";
    /// Where it is disputed.
    dispute(number: &str, reconciliation: ReconciliationId) "/subscriptions/{number}/reconciliations/{reconciliation}/dispute";
    /// Where the dispute is withdrawn.
    dispute_withdrawal(number: &str, reconciliation: ReconciliationId) "/subscriptions/{number}/reconciliations/{reconciliation}/dispute/withdrawal";
    /// Where seats are chosen that are to be added.
    new_seats(number: &str) "/subscriptions/{number}/seats/new";
    /// Where they are bought.
    seats(number: &str) "/subscriptions/{number}/seats";
    /// Where the next term is chosen.
    new_renewal(number: &str) "/subscriptions/{number}/renewal/new";
    /// Where it is bought.
    renewal(number: &str) "/subscriptions/{number}/renewal";
    /// What became of something bought by hand.
    order(number: &str, order: OrderId) "/subscriptions/{number}/orders/{order}";
    /// Where an instance ID is pasted.
    new_instance(number: &str) "/subscriptions/{number}/instances/new";
    /// Where a pasted instance ID is sent to.
    instance_ids(number: &str) "/subscriptions/{number}/instance-ids";
    /// What a pasted instance ID says.
    received(received: ReceivedId) "/instance-ids/{received}";
    /// Where it is confirmed.
    link(received: ReceivedId) "/instance-ids/{received}/link";
    /// Where a subscription gets another activation code.
    activation_code(number: &str) "/subscriptions/{number}/activation-code";
    /// The page of an instance.
    instance(instance: InstanceId) "/instances/{instance}";
    /// What it sent.
    messages(instance: InstanceId) "/instances/{instance}/messages";
    /// The same as a file.
    messages_file(instance: InstanceId) "/instances/{instance}/messages.json";
    /// Where one chooses what becomes of its security updates.
    updates(instance: InstanceId) "/instances/{instance}/updates";
    /// Where an upgrade at its next sync is asked for, or that is taken back.
    upgrade(instance: InstanceId) "/instances/{instance}/upgrade";
    /// Where it is unlinked.
    unlinking(instance: InstanceId) "/instances/{instance}/unlinking";
    /// Where a token is made for it.
    tokens(instance: InstanceId) "/instances/{instance}/tokens";
    /// The page of a token.
    token(instance: InstanceId, token: TokenId) "/instances/{instance}/tokens/{token}";
    token_file(instance: InstanceId, token: TokenId) "/instances/{instance}/tokens/{token}/file";
    /// The invoices of whoever is signed in.
    invoices() "/invoices";
    /// The same as a file for spreadsheets.
    invoices_file() "/invoices.csv";
    invoice_pdf(invoice: &str) "/invoices/{invoice}.pdf";
    /// The invoice for bookkeeping.
    invoice_csv(invoice: &str) "/invoices/{invoice}.csv";
    /// The page of an invoice.
    invoice(invoice: &str) "/invoices/{invoice}";
    /// Where a new link to it is mailed.
    invoice_links(invoice: &str) "/invoices/{invoice}/links";
    /// Where every link to it is revoked.
    invoice_links_revocation(invoice: &str) "/invoices/{invoice}/links/revocation";
    /// How accounts pay.
    payment_method() "/account/payment-method";
    /// Where the card is taken off file.
    card_removal() "/account/payment-method/removal";
    /// Who gets an account's emails.
    contacts() "/account/contacts";
    /// Where a contact's address is asked again.
    contact_asking(contact: ContactId) "/account/contacts/{contact}/confirmation";
    /// Where a contact is removed.
    contact_removal(contact: ContactId) "/account/contacts/{contact}/removal";
    /// How soon the vendor answers.
    support() "/support";
    /// Emails to whoever is signed in.
    emails() "/emails";
    /// An email to whoever is signed in.
    email(email: EmailId) "/emails/{email}";

    // Staff.
    /// What waits for staff today.
    staff() "/staff";
    /// Instances of everybody, for staff.
    staff_instances() "/staff/instances";
    /// What was flagged, for staff.
    staff_alerts() "/staff/alerts";
    /// Where staff say that they looked into an alert.
    alert_closing() "/staff/alerts/closing";
    /// Releases and advisories, for staff.
    staff_releases() "/staff/releases";
    /// The newest invoices of everybody, for staff.
    staff_invoices() "/staff/invoices";
    /// The same as PDF.
    staff_invoice_pdf(invoice: &str) "/staff/invoices/{invoice}.pdf";
    staff_invoice(invoice: &str) "/staff/invoices/{invoice}";
    /// Where staff note that it was paid.
    invoice_payment(invoice: &str) "/staff/invoices/{invoice}/payment";
    /// Where staff take it back.
    invoice_credit_note(invoice: &str) "/staff/invoices/{invoice}/credit-note";
    /// Where staff decide a late request.
    decision(request: LateRequestId) "/staff/late-cancellation-requests/{request}/decision";
    /// The reconciliations that wait for staff.
    staff_reconciliations() "/staff/reconciliations";
    /// One reconciliation as staff see it.
    staff_reconciliation(reconciliation: ReconciliationId) "/staff/reconciliations/{reconciliation}";
    /// Where staff waive a reconciliation.
    waiver(reconciliation: ReconciliationId) "/staff/reconciliations/{reconciliation}/waiver";
    /// Where staff decide a dispute.
    dispute_decision(reconciliation: ReconciliationId) "/staff/reconciliations/{reconciliation}/dispute/decision";
    /// Where staff put a subscription's reconciliations on pause.
    pauses() "/staff/pauses";
    /// Where staff lift a pause.
    lifting() "/staff/pauses/resumption";

    // Machines and operators.
    /// Where instances sync.
    sync() "/api/v1/sync";
    /// The keys that tokens are signed with.
    jwks() "/.well-known/jwks.json";
    /// Whether the process lives.
    healthz() "/healthz";
    /// Whether it can serve.
    readyz() "/readyz";
    /// What crawlers are told.
    robots() "/robots.txt";
}

/// A page of the list at [`home`], counted from 1.
#[must_use]
pub fn home_at(page: i64) -> String {
    if page > 1 { format!("{}?page={page}", home()) } else { home().to_owned() }
}

/// The sign-in page that leads back to `path` afterwards.
#[must_use]
pub fn sign_in_before(path: &str) -> String {
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
    fn after_signing_in_redirects_stay_on_our_own_site() {
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
        assert_eq!(sign_in_before("/a?b=c&d"), "/sign-in?next=/a%3Fb%3Dc%26d");
    }
}
