//! The emails that bring an invoice or a credit note.

use super::documents::{Issued, mailed_link, portal_link};
use crate::actions::work::{Work, readers};
use crate::actions::{Done, emails};
use crate::domain::contact::ContactRole;
use crate::domain::money::Money;
use crate::mail::messages::{self, CreditNote, InvoiceAbout};

/// What an email says of an invoice beside what stands on it.
pub(super) struct Told {
    pub(super) about: InvoiceAbout,
    /// Whether somebody still has to pay it, if it comes to anything.
    pub(super) is_owed: bool,
    pub(super) paid_by_card: Option<String>,
}

impl Work<'_, '_> {
    /// Tells the billing contacts of an invoice.
    pub(super) fn tell_invoice(&mut self, issued: &Issued, told: &Told) -> Done<()> {
        let (ctx, contract) = (self.ctx, &self.contract);
        if !contract.is_direct() {
            // The invoice is the reseller's; their customers do not read of it (R18).
            return Ok(());
        }
        let invoice = &issued.invoice;
        let to = readers(contract, ContactRole::Billing).with_secret(Some(&issued.secret));
        Ok(emails::post_emails(self.tx, ctx, &to, |heading| messages::Invoice {
            heading,
            number: contract.subscription.number.clone(),
            product: contract.product.name.clone(),
            invoice: invoice.number.clone(),
            total: invoice.sums.total,
            due_on: Some(invoice.due_on).filter(|_| told.is_owed && invoice.sums.total.minor > 0),
            paid_by_card: told.paid_by_card.clone(),
            about: told.about,
            link: mailed_link(ctx),
            link_until: issued.link_until,
            portal_link: portal_link(ctx, &invoice.number),
        })?)
    }

    /// Tells the billing contacts of a credit note, with the number of the invoice that it takes back.
    pub(super) fn tell_credit_note(&mut self, issued: &Issued, corrected: &str) -> Done<()> {
        let (ctx, contract) = (self.ctx, &self.contract);
        let document = &issued.invoice;
        let credited = Money::new(-document.sums.total.minor, document.sums.total.currency);
        let to = readers(contract, ContactRole::Billing).with_secret(Some(&issued.secret));
        Ok(emails::post_emails(self.tx, ctx, &to, |heading| CreditNote {
            heading,
            number: contract.subscription.number.clone(),
            product: contract.product.name.clone(),
            credit_note: document.number.clone(),
            invoice: corrected.to_owned(),
            total: credited,
            reason: document.reason.clone().unwrap_or_default(),
            link: mailed_link(ctx),
            link_until: issued.link_until,
            portal_link: portal_link(ctx, &document.number),
        })?)
    }
}
