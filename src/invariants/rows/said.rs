//! Rows of what was told and noted, and rows that lie in a wrong place.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::sold::Sold;
use crate::domain::audit::Event;
use crate::domain::calendar::Instant;
use crate::domain::contact::ContactRole;
use crate::domain::email::EmailKind;
use crate::domain::ids::{AccountId, EmailId, SubscriptionId};
use crate::domain::reconciliation::Reason;
use crate::domain::subscription::Subscription;
use crate::invariants::facts::{Noted, Posted};
use crate::store::by::{Of, by_subscription};
use crate::store::schema::{
    audit_entries, emails, instances, invoice_lines, invoices, orders, payments, subscriptions,
};
use crate::store::{Conn, Stored};

/// Values in one list of a statement: both databases take more.
const MOST_VALUES: usize = 5_000;

/// What was told, and what lies in a wrong place.
pub(super) struct Said {
    pub(super) emails: Of<Posted>,
    pub(super) strays: Of<(String, AccountId)>,
    pub(super) foreign_lines: Of<(String, String)>,
}

impl Said {
    pub(super) fn of(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Self> {
        type Row = (EmailId, EmailKind, Option<ContactRole>, String, Instant, Option<Instant>);
        let emails: Vec<(SubscriptionId, Row)> = emails::table
            .filter(emails::subscription_id.assume_not_null().eq_any(ids.to_vec()))
            .order(emails::id)
            .select((
                emails::subscription_id.assume_not_null(),
                (emails::id, emails::kind, emails::reader, emails::recipient, emails::queued_at, emails::stands_from),
            ))
            .load(c.raw())?;
        let foreign: Vec<(SubscriptionId, (String, String))> = invoice_lines::table
            .inner_join(invoices::table)
            .filter(invoices::subscription_id.eq_any(ids.to_vec()))
            .filter(invoice_lines::currency.ne(invoices::currency))
            .select((invoices::subscription_id, (invoices::number, invoice_lines::currency)))
            .load(c.raw())?;
        Ok(Self {
            emails: by_subscription(emails, |(id, kind, reader, recipient, at, stands_from)| {
                Ok(Posted { id, kind, reader, recipient, at, stands_from })
            })?,
            strays: strays(c, ids)?,
            foreign_lines: by_subscription(foreign, Ok)?,
        })
    }
}

/// Rows that name another account than their subscription's.
macro_rules! strays_in {
    ($c:expr, $ids:expr, $($table:ident: $word:literal),+ $(,)?) => {{
        let mut found: Vec<(SubscriptionId, (String, AccountId))> = Vec::new();
        $(
            let rows: Vec<(SubscriptionId, Uuid, AccountId)> = $table::table
                .inner_join(subscriptions::table)
                .filter(subscriptions::id.eq_any($ids.to_vec()))
                .filter($table::account_id.ne(subscriptions::account_id))
                .order($table::id)
                .select((subscriptions::id, $table::id, $table::account_id))
                .load($c.raw())?;
            found.extend(rows.into_iter().map(|(of, id, other)| (of, (format!("{} {id}", $word), other))));
        )+
        found
    }};
}

fn strays(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Of<(String, AccountId)>> {
    let mut found =
        strays_in!(c, ids, orders: "order", payments: "payment", invoices: "invoice", instances: "instance");
    let emails: Vec<(SubscriptionId, Uuid, AccountId)> = emails::table
        .inner_join(subscriptions::table)
        .filter(subscriptions::id.eq_any(ids.to_vec()))
        .filter(emails::account_id.ne(subscriptions::account_id.nullable()))
        .order(emails::id)
        .select((subscriptions::id, emails::id, emails::account_id.assume_not_null()))
        .load(c.raw())?;
    found.extend(emails.into_iter().map(|(of, id, other)| (of, (format!("email {id}"), other))));
    by_subscription(found, Ok)
}

/// The audit entries about subscriptions, their licenses and their documents, in the order in which they were written.
pub(super) fn entries(c: &mut Conn<'_>, of: &[&Subscription], sold: &Sold) -> Stored<Of<Noted>> {
    let mut owners: BTreeMap<String, SubscriptionId> = BTreeMap::new();
    owners.extend(of.iter().map(|s| (format!("subscription:{}", s.number), s.id)));
    for (id, licenses) in &sold.licenses {
        owners.extend(licenses.iter().map(|license| (format!("license:{}", license.id), *id)));
    }
    for (id, documents) in &sold.documents {
        owners.extend(documents.iter().map(|document| (format!("invoice:{}", document.invoice.number), *id)));
    }
    let subjects: Vec<&String> = owners.keys().collect();
    let mut rows: Vec<(Uuid, String, Event, Instant, Option<Value>)> = Vec::new();
    for subjects in subjects.chunks(MOST_VALUES) {
        let some: Vec<(Uuid, String, Event, Instant, Option<Value>)> = audit_entries::table
            .filter(audit_entries::subject.eq_any(subjects.to_vec()))
            .select((
                audit_entries::id,
                audit_entries::subject,
                audit_entries::event,
                audit_entries::happened_at,
                audit_entries::after,
            ))
            .load(c.raw())?;
        rows.extend(some);
    }
    rows.sort_unstable_by_key(|row| row.0);
    let mut by: Of<Noted> = BTreeMap::new();
    for (_, subject, event, at, after) in rows {
        let Some(id) = owners.get(&subject) else { continue };
        let word = |name: &str| after.as_ref().and_then(|after| after.get(name)).and_then(Value::as_str);
        let reconciliation = word("reconciliation").and_then(|id| id.parse().ok());
        let is_skip = event == Event::ReconciliationSkipped;
        let reason: Option<Reason> = word("reason").filter(|_| is_skip).and_then(|reason| reason.parse().ok());
        by.entry(*id).or_default().push(Noted { event, at, subject, reconciliation, reason });
    }
    Ok(by)
}
