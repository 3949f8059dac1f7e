//! Opening a subscription with its first term, and its activation code (R39).

use seatsync_agent::activation_code::ActivationCode;
use serde_json::json;

use super::codes::Rest;
use super::invoices::Bill;
use super::work::{Work, fitting, readers};
use super::{Ctx, Done, emails, unless_taken};
use crate::domain::audit::Event;
use crate::domain::calendar::days_after;
use crate::domain::contact::ContactRole;
use crate::domain::invoice::{Basis, InvoiceKind, InvoiceLine, LineKind, term_price};
use crate::domain::money::Money;
use crate::domain::plan::Deployment;
use crate::domain::subscription::{BoughtTerm, Subscription};
use crate::mail::envelope::SECRET;
use crate::mail::messages::{self, InvoiceAbout};
use crate::store::{self, Tx};
use crate::urls;

/// What is bought for the first term.
#[derive(Debug, Clone, Copy)]
pub struct Purchase {
    pub seats: i64,
    /// Price of a seat for the whole term.
    pub per_seat: Money,
}

/// Opens a subscription with its first term: its license, its activation code, its invoice, and the emails of both. What
/// was due before today is not worked any more: an older subscription was reconciled elsewhere.
///
/// # Errors
/// The number is taken.
pub fn open_subscription(tx: &mut Tx<'_>, ctx: &Ctx, new: &Subscription, first: Purchase) -> Done<ActivationCode> {
    let code = ActivationCode::generate();
    let rest = Rest::of(&code, &ctx.portal.vault);
    unless_taken(store::subscriptions::insert(tx, new, rest.as_code(), ctx.now))?;
    let mut work = Work::on(tx, ctx, new)?;
    let after = json!({ "tier": new.tier.as_str(), "anchor": new.anchor.to_string(), "months": new.term_months });
    work.note(Event::SubscriptionOpened, None, Some(after))?;
    let term = work.begin_term(0, first.seats, first.per_seat, None)?;
    work.tell_code(&term, &code)?;
    let line = InvoiceLine {
        kind: LineKind::Purchase,
        quantity: first.seats,
        per_seat: first.per_seat,
        amount: fitting(term_price(first.seats, first.per_seat, new.term_months))?,
        basis: Basis::Term { start: term.span.start, end: term.span.end },
    };
    work.issue_invoice(Bill {
        kind: InvoiceKind::Purchase,
        subject: term.id.0,
        lines: vec![line],
        about: InvoiceAbout::Purchase,
        paid: None,
        has_email: true,
    })?;
    let worked_on = (new.anchor < ctx.today()).then(|| days_after(ctx.today(), -1));
    let due_on = work.contract.timetable(worked_on).next().first().map(|due| due.on);
    store::subscriptions::note_worked(work.tx, new.id, worked_on, due_on)?;
    Ok(code)
}

impl Work<'_, '_> {
    fn tell_code(&mut self, term: &BoughtTerm, code: &ActivationCode) -> Done<()> {
        let (ctx, contract) = (self.ctx, &self.contract);
        // The code is a secret: the email gets it when it is sent.
        let code = code.to_string();
        let to = readers(contract, ContactRole::Technical).with_secret(Some(&code));
        Ok(emails::post_emails(self.tx, ctx, &to, |heading| messages::ActivationCode {
            heading,
            number: contract.subscription.number.clone(),
            product: contract.product.name.clone(),
            code: SECRET.to_owned(),
            seats: term.seats,
            term: term.span,
            is_saas: contract.subscription.deployment == Deployment::Saas,
            link: ctx.link(&urls::subscription(&contract.subscription.number)),
        })?)
    }
}
