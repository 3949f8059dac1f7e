//! Buying a term, raising its seats, and the licenses of both: what a term begins with, and what its license says (R26, S2).

use serde_json::json;

use crate::actions::codes;
use crate::actions::work::{Work, readers};
use crate::actions::{Change, Done, emails, post_audit, unless_taken};
use crate::domain::audit::Event;
use crate::domain::calendar::Term;
use crate::domain::contact::ContactRole;
use crate::domain::ids::{LicenseId, TermId};
use crate::domain::instance::{Instance, heard_last};
use crate::domain::license::{License, LicenseKind};
use crate::domain::money::Money;
use crate::domain::plan::Deployment;
use crate::domain::reconciliation;
use crate::domain::subscription::{BoughtTerm, standing};
use crate::mail::envelope::SECRET;
use crate::mail::messages::LicenseReady;
use crate::store;
use crate::urls;

/// What a term follows, for its license (S2): seats of the term before, and users trued up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::actions) struct After {
    pub(in crate::actions) previous_seats: i64,
    pub(in crate::actions) true_up: i64,
}

impl Work<'_, '_> {
    /// Buys a term and issues its license; a term that lies ahead brings a license that grants nothing before (R26). How its
    /// overage is billed is decided here, for the whole term (R18).
    pub(in crate::actions) fn begin_term(
        &mut self,
        index: u32,
        seats: i64,
        per_seat: Money,
        after: Option<After>,
    ) -> Done<BoughtTerm> {
        let contract = &self.contract;
        let span = Term::of(contract.subscription.anchor, contract.subscription.term_months, index);
        let standing = standing(&contract.account, &contract.product, &contract.subscription, span);
        let (mode, annual_reason) = reconciliation::mode(&standing);
        let bought_at = self.ctx.now;
        let base_seats = seats;
        let term =
            BoughtTerm { id: TermId::new(), index, span, base_seats, seats, per_seat, mode, annual_reason, bought_at };
        unless_taken(store::subscriptions::insert_term(self.tx, contract.subscription.id, &term))?;
        let bought = json!({
            "term": index, "start": span.start.to_string(), "end": span.end.to_string(), "seats": seats,
            "per_seat_minor": per_seat.minor, "currency": per_seat.currency.code(), "mode": mode.as_str(),
        });
        self.note(Event::TermBought, None, Some(bought))?;
        self.issue_license(&term, after)?;
        self.keep_term(term.clone());
        Ok(term)
    }

    fn issue_license(&mut self, term: &BoughtTerm, after: Option<After>) -> Done<()> {
        let license = License {
            id: LicenseId::new(),
            term: term.id,
            kind: LicenseKind::Online,
            span: term.span,
            seats: term.seats,
            previous_seats: after.map(|a| a.previous_seats),
            true_up: after.map(|a| a.true_up),
            issued_at: self.ctx.now,
        };
        store::licenses::insert(self.tx, self.contract.subscription.id, &license)?;
        let (account, subject) = (Some(self.contract.account.id), format!("license:{}", license.id));
        let after = Some(json!({ "subscription": self.contract.subscription.number, "seats": license.seats }));
        let event = Event::LicenseIssued;
        post_audit(self.tx, self.ctx, Change { event, account, subject: &subject, before: None, after })
    }

    /// Raises the seats of a term and issues the license that says so (R9, R32): what the license of the term said before
    /// about the term before it stays.
    pub(super) fn raise_seats(&mut self, term: &BoughtTerm, by: i64) -> Done<BoughtTerm> {
        let raised = BoughtTerm { seats: term.seats.saturating_add(by), ..term.clone() };
        store::subscriptions::set_seats(self.tx, raised.id, raised.seats)?;
        let first = store::licenses::first_of_term(self.tx, raised.id)?;
        let after = first.and_then(|license| {
            Some(After { previous_seats: license.previous_seats?, true_up: license.true_up.unwrap_or(0) })
        });
        self.issue_license(&raised, after)?;
        self.keep_term(raised.clone());
        self.tell_license_ready(&raised, false)?;
        Ok(raised)
    }

    /// Tells the technical contacts that a license waits for its instance; at a renewal with the activation code (R39).
    pub(super) fn tell_license_ready(&mut self, term: &BoughtTerm, with_code: bool) -> Done<()> {
        let (ctx, contract) = (self.ctx, &self.contract);
        if contract.subscription.deployment == Deployment::Saas {
            // Nobody loads a license there.
            return Ok(());
        }
        let code = match with_code {
            true => codes::activation_code(self.tx, &ctx.portal.vault, contract.account.id, contract.subscription.id)?,
            false => None,
        };
        let instances = store::instances::list(self.tx, contract.account.id, contract.subscription.id)?;
        let offline = heard_last(&instances).is_some_and(Instance::is_offline);
        let code = code.map(|code| code.to_string());
        let to = readers(contract, ContactRole::Technical).with_secret(code.as_deref());
        Ok(emails::post_emails(self.tx, ctx, &to, |heading| LicenseReady {
            heading,
            number: contract.subscription.number.clone(),
            product: contract.product.name.clone(),
            seats: term.seats,
            term: term.span,
            starts_later: term.span.start > ctx.today(),
            offline,
            code: code.as_ref().map(|_| SECRET.to_owned()),
            link: ctx.link(&urls::subscription(&contract.subscription.number)),
        })?)
    }
}
