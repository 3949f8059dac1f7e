//! Rows of what was sold and billed.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::domain::calendar::Instant;
use crate::domain::ids::{InvoiceId, PaymentId, SubscriptionId};
use crate::domain::license::License;
use crate::domain::renewal::Renewal;
use crate::domain::true_up::TrueUp;
use crate::invariants::facts::{Attempt, IssuedDocument, Placed};
use crate::store::by::{Of, by_subscription};
use crate::store::schema::{invoice_lines, invoice_payments, invoices, licenses, orders, payments, renewals, true_ups};
use crate::store::{
    Conn, Stored, invoices as of_invoices, licenses as of_licenses, orders as of_orders, payments as of_payments,
    renewals as of_renewals,
};

/// What was sold and billed.
pub(super) struct Sold {
    pub(super) licenses: Of<License>,
    pub(super) renewals: Of<Renewal>,
    pub(super) true_ups: Of<TrueUp>,
    pub(super) orders: Of<Placed>,
    pub(super) payments: Of<Attempt>,
    pub(super) documents: Of<IssuedDocument>,
}

impl Sold {
    pub(super) fn of(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Self> {
        let licenses: Vec<(SubscriptionId, of_licenses::Row)> = licenses::table
            .filter(licenses::subscription_id.eq_any(ids.to_vec()))
            .order(licenses::id)
            .select((licenses::subscription_id, of_licenses::Row::as_select()))
            .load(c.raw())?;
        let renewals: Vec<(SubscriptionId, of_renewals::Row)> = renewals::table
            .filter(renewals::subscription_id.eq_any(ids.to_vec()))
            .order(renewals::id)
            .select((renewals::subscription_id, of_renewals::Row::as_select()))
            .load(c.raw())?;
        let true_ups: Vec<(SubscriptionId, of_renewals::TrueUpRow)> = true_ups::table
            .filter(true_ups::subscription_id.eq_any(ids.to_vec()))
            .order(true_ups::id)
            .select((true_ups::subscription_id, of_renewals::TrueUpRow::as_select()))
            .load(c.raw())?;
        Ok(Self {
            licenses: by_subscription(licenses, |row| Ok(of_licenses::license(row)))?,
            renewals: by_subscription(renewals, of_renewals::renewal)?,
            true_ups: by_subscription(true_ups, of_renewals::true_up)?,
            orders: orders(c, ids)?,
            payments: payments(c, ids)?,
            documents: documents(c, ids)?,
        })
    }
}

fn orders(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Of<Placed>> {
    type Row = (of_orders::Row, Instant, Option<Instant>);
    let rows: Vec<(SubscriptionId, Row)> = orders::table
        .filter(orders::subscription_id.eq_any(ids.to_vec()))
        .order(orders::id)
        .select((orders::subscription_id, (of_orders::Row::as_select(), orders::ordered_at, orders::ended_at)))
        .load(c.raw())?;
    by_subscription(rows, |(row, at, ended_at)| {
        Ok(Placed { order: of_orders::order(row)?, at, has_ended: ended_at.is_some() })
    })
}

fn payments(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Of<Attempt>> {
    type Row = (of_payments::Row, Option<Instant>, Option<Instant>, Option<String>);
    let rows: Vec<(SubscriptionId, Row)> = payments::table
        .filter(payments::subscription_id.eq_any(ids.to_vec()))
        .order((payments::subject_id, payments::attempt, payments::id))
        .select((
            payments::subscription_id,
            (of_payments::Row::as_select(), payments::succeeded_at, payments::declined_at, payments::reference),
        ))
        .load(c.raw())?;
    by_subscription(rows, |(row, succeeded_at, declined_at, reference)| {
        Ok(Attempt {
            payment: of_payments::payment(row)?,
            has_succeeded: succeeded_at.is_some(),
            was_declined: declined_at.is_some(),
            has_reference: reference.is_some(),
        })
    })
}

fn documents(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Of<IssuedDocument>> {
    let lines: Vec<(InvoiceId, of_invoices::LineRow)> = invoice_lines::table
        .inner_join(invoices::table)
        .filter(invoices::subscription_id.eq_any(ids.to_vec()))
        .order((invoice_lines::invoice_id, invoice_lines::position))
        .select((invoice_lines::invoice_id, of_invoices::LineRow::as_select()))
        .load(c.raw())?;
    let mut lines_of: BTreeMap<InvoiceId, Vec<of_invoices::LineRow>> = BTreeMap::new();
    for (invoice, line) in lines {
        lines_of.entry(invoice).or_default().push(line);
    }
    let paid: Vec<(InvoiceId, Option<PaymentId>)> = invoice_payments::table
        .inner_join(invoices::table)
        .filter(invoices::subscription_id.eq_any(ids.to_vec()))
        .select((invoice_payments::invoice_id, invoice_payments::payment_id))
        .load(c.raw())?;
    let paid: BTreeMap<InvoiceId, Option<PaymentId>> = paid.into_iter().collect();
    let rows: Vec<(SubscriptionId, (of_invoices::Row, String, i64, String))> = invoices::table
        .filter(invoices::subscription_id.eq_any(ids.to_vec()))
        .order((invoices::series, invoices::serial))
        .select((
            invoices::subscription_id,
            (of_invoices::Row::as_select(), invoices::series, invoices::serial, invoices::content_hash),
        ))
        .load(c.raw())?;
    by_subscription(rows, |(row, series, serial, hash)| {
        let lines = lines_of.remove(&row.id).unwrap_or_default();
        let invoice = of_invoices::with_lines(row, lines)?;
        let (is_intact, paid) = (of_invoices::content_hash(&invoice) == hash, paid.get(&invoice.id).copied());
        Ok(IssuedDocument { invoice, series, serial, is_intact, paid })
    })
}
