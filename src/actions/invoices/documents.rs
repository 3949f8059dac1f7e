//! A document as it was issued: its audit entry, its mailed link, and where it is shown.

use serde_json::json;

use crate::actions::{Change, Ctx, Done, post_audit};
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, days_after, midnight};
use crate::domain::ids::InvoiceLinkId;
use crate::domain::invoice::{Invoice, LINK_DAYS};
use crate::mail::envelope::SECRET;
use crate::store::invoices::Link;
use crate::store::{self, Tx};
use crate::urls;
use crate::vault;

/// An issued document and the secret of its mailed link.
pub(in crate::actions) struct Issued {
    pub(in crate::actions) invoice: Invoice,
    pub(in crate::actions) secret: String,
    pub(super) link_until: Day,
}

impl Issued {
    /// Makes a link that opens this one document: only the hash of its secret is kept.
    pub(super) fn with_link(tx: &mut Tx<'_>, ctx: &Ctx, invoice: Invoice) -> Done<Self> {
        let secret = vault::new_secret();
        let link_until = days_after(invoice.due_on.max(ctx.today()), LINK_DAYS);
        let link = Link {
            id: InvoiceLinkId::new(),
            invoice: invoice.id,
            expires_at: midnight(days_after(link_until, 1)),
            revoked_at: None,
        };
        store::invoices::insert_link(tx, &link, &vault::hash_of(&secret), ctx.now)?;
        Ok(Self { invoice, secret, link_until })
    }
}

/// Where a mailed link leads, with its secret's place kept.
pub(in crate::actions) fn mailed_link(ctx: &Ctx) -> String {
    ctx.link(&urls::invoice_link(SECRET))
}

/// Where the portal shows a document.
pub(super) fn portal_link(ctx: &Ctx, number: &str) -> String {
    ctx.link(&urls::invoice(number))
}

/// Writes the audit entry of a document that was issued.
pub(super) fn note_document(tx: &mut Tx<'_>, ctx: &Ctx, invoice: &Invoice, event: Event) -> Done<()> {
    let subject = format!("invoice:{}", invoice.number);
    let after = Some(json!({
        "kind": invoice.kind.as_str(), "total_minor": invoice.sums.total.minor,
        "currency": invoice.sums.total.currency.code(), "about": invoice.subject.to_string(),
    }));
    post_audit(tx, ctx, Change { event, account: Some(invoice.account), subject: &subject, before: None, after })
}
