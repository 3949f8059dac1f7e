//! Lays out everything for [`crate::domain::invariants`], page by page: what belongs to some subscriptions in as many
//! statements as there are tables, however many they are. Reads only.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::schema::{
    accounts, audit_entries, contacts, disputes, holds, instances, invoice_counters, invoice_lines, invoice_payments,
    invoices, letters, licenses, memberships, orders, payments, people, products, renewals, seat_changes, settlements,
    subscriptions, terms, true_ups, usage_days, usage_reports,
};
use super::sql_types::At;
use super::{Conn, StoreError, Stored};
use super::{
    accounts as of_accounts, invoices as of_invoices, licenses as of_licenses, orders as of_orders,
    payments as of_payments, products as of_products, reconciliations as of_settlements, renewals as of_renewals,
    subscriptions as of_subscriptions,
};
use crate::domain::account::Account;
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Instant, days_after, midnight};
use crate::domain::contact::ContactRole;
use crate::domain::ids::{
    AccountId, InstanceId, InvoiceId, LetterId, OrderId, PaymentId, ReportId, SeatChangeId, SettlementId,
    SubscriptionId, TermId,
};
use crate::domain::invariants::{
    Attempt, Cause, Counted, CountedReport, Document, Dossier, Noted, Objection, Placed, Posted, Resting, SeatChange,
};
use crate::domain::letter::LetterKind;
use crate::domain::reconciliation::Reason;
use crate::domain::role::Role;
use crate::domain::subscription::{Product, Subscription};
use crate::domain::true_up::TrueUp;
use crate::domain::usage::SeveralInstances;

/// Values in one list of a statement: both databases take more.
const MOST_VALUES: usize = 5_000;

/// Rows by the subscription they belong to.
type By<T> = BTreeMap<SubscriptionId, Vec<T>>;

fn by_subscription<R, T>(rows: Vec<(SubscriptionId, R)>, mut read: impl FnMut(R) -> Stored<T>) -> Stored<By<T>> {
    let mut by: By<T> = BTreeMap::new();
    for (subscription, row) in rows {
        by.entry(subscription).or_default().push(read(row)?);
    }
    Ok(by)
}

fn take<T>(by: &mut By<T>, id: SubscriptionId) -> Vec<T> {
    by.remove(&id).unwrap_or_default()
}

/// The next subscriptions after one, in order of key, at most `limit`: key and number.
///
/// # Errors
/// The store's own.
pub fn page(c: &mut Conn<'_>, after: Option<SubscriptionId>, limit: i64) -> Stored<Vec<(SubscriptionId, String)>> {
    let mut next = subscriptions::table.order(subscriptions::id).limit(limit).into_boxed();
    if let Some(after) = after {
        next = next.filter(subscriptions::id.gt(after));
    }
    Ok(next.select((subscriptions::id, subscriptions::number)).load(c.raw())?)
}

/// Everything that belongs to these subscriptions.
///
/// # Errors
/// A row cannot be read, or the store's own.
pub fn dossiers(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Vec<Dossier>> {
    let opened = opened(c, ids)?;
    let subscribed: Vec<&Subscription> = opened.iter().map(|o| &o.subscription).collect();
    let accounts = accounts(c, &subscribed)?;
    let products = products(c, &subscribed)?;
    let readers = readers(c, &accounts)?;
    let (mut terms, mut settled, mut sold, mut said) =
        (terms(c, ids)?, Settled::of(c, ids)?, Sold::of(c, ids)?, Said::of(c, ids)?);
    let mut entries = entries(c, &subscribed, &sold)?;
    let mut dossiers = Vec::with_capacity(opened.len());
    for Opened { subscription, at, worked_on, due_on } in opened {
        let id = subscription.id;
        let missing = |what: &str| StoreError::Other(format!("{}: it has no {what}", subscription.number));
        let account = accounts.get(&subscription.account).cloned().ok_or_else(|| missing("account"))?;
        let product = products.get(&subscription.product.0).cloned().ok_or_else(|| missing("product"))?;
        let settlements = take(&mut settled.settlements, id);
        let untold = match product.policy.several_instances {
            SeveralInstances::Max => untold(c, id, &settlements, &settled.told)?,
            // A sum has parts, each told on its own day.
            SeveralInstances::Sum => Vec::new(),
        };
        dossiers.push(Dossier {
            readers: readers.get(&account.id).cloned().unwrap_or_default(),
            account,
            product,
            opened_at: at,
            worked_on,
            due_on,
            terms: take(&mut terms, id),
            licenses: take(&mut sold.licenses, id),
            settlements,
            untold,
            disputes: take(&mut settled.disputes, id),
            standing_holds: take(&mut settled.holds, id).len(),
            seat_changes: take(&mut settled.seat_changes, id),
            renewals: take(&mut sold.renewals, id),
            true_ups: take(&mut sold.true_ups, id),
            orders: take(&mut sold.orders, id),
            payments: take(&mut sold.payments, id),
            documents: take(&mut sold.documents, id),
            letters: take(&mut said.letters, id),
            entries: take(&mut entries, id),
            strays: take(&mut said.strays, id),
            foreign_lines: take(&mut said.foreign_lines, id),
            subscription,
        });
    }
    Ok(dossiers)
}

struct Opened {
    subscription: Subscription,
    at: Instant,
    worked_on: Option<Day>,
    due_on: Option<Day>,
}

fn opened(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Vec<Opened>> {
    let rows: Vec<(of_subscriptions::Row, Instant, Option<Day>, Option<Day>)> = subscriptions::table
        .filter(subscriptions::id.eq_any(ids.to_vec()))
        .order(subscriptions::id)
        .select((
            of_subscriptions::Row::as_select(),
            subscriptions::created_at,
            subscriptions::worked_on,
            subscriptions::due_on,
        ))
        .load(c.raw())?;
    let read = |(row, at, worked_on, due_on)| {
        Ok(Opened { subscription: of_subscriptions::subscription(row)?, at, worked_on, due_on })
    };
    rows.into_iter().map(read).collect()
}

fn accounts(c: &mut Conn<'_>, of: &[&Subscription]) -> Stored<BTreeMap<AccountId, Account>> {
    let ids: Vec<AccountId> = of.iter().map(|s| s.account).collect();
    let rows: Vec<of_accounts::Row> =
        accounts::table.filter(accounts::id.eq_any(ids)).select(of_accounts::Row::as_select()).load(c.raw())?;
    Ok(rows.into_iter().map(of_accounts::account).map(|account| (account.id, account)).collect())
}

fn products(c: &mut Conn<'_>, of: &[&Subscription]) -> Stored<BTreeMap<Uuid, Product>> {
    let ids: Vec<crate::domain::ids::ProductId> = of.iter().map(|s| s.product).collect();
    let rows: Vec<of_products::Row> =
        products::table.filter(products::id.eq_any(ids)).select(of_products::Row::as_select()).load(c.raw())?;
    Ok(rows.into_iter().map(of_products::product).map(|product| (product.id.0, product)).collect())
}

/// Since when somebody reads letters of a role: contacts, and the people who stand in for them.
fn readers(
    c: &mut Conn<'_>,
    of: &BTreeMap<AccountId, Account>,
) -> Stored<BTreeMap<AccountId, Vec<(ContactRole, Instant)>>> {
    let ids: Vec<AccountId> = of.keys().copied().collect();
    let named: Vec<(AccountId, ContactRole, Instant)> = contacts::table
        .filter(contacts::account_id.eq_any(ids.clone()))
        .filter(contacts::confirmed_at.is_not_null())
        .filter(contacts::refused_at.is_null())
        .select((contacts::account_id, contacts::role, contacts::confirmed_at.assume_not_null()))
        .load(c.raw())?;
    let members: Vec<(AccountId, Role, Instant)> = memberships::table
        .inner_join(people::table)
        .filter(memberships::account_id.eq_any(ids))
        .filter(people::disabled_at.is_null())
        .select((memberships::account_id, memberships::role, memberships::created_at))
        .load(c.raw())?;
    let standing_in = members.into_iter().flat_map(|(account, role, since)| {
        let falls = ContactRole::ALL.iter().filter(move |contact| contact.falls_to(role));
        falls.map(move |contact| (account, *contact, since))
    });
    let mut readers: BTreeMap<AccountId, Vec<(ContactRole, Instant)>> = BTreeMap::new();
    for (account, role, since) in named.into_iter().chain(standing_in) {
        readers.entry(account).or_default().push((role, since));
    }
    Ok(readers)
}

fn terms(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<By<crate::domain::subscription::BoughtTerm>> {
    let rows: Vec<(SubscriptionId, of_subscriptions::TermRow)> = terms::table
        .filter(terms::subscription_id.eq_any(ids.to_vec()))
        .order((terms::subscription_id, terms::term_index))
        .select((terms::subscription_id, of_subscriptions::TermRow::as_select()))
        .load(c.raw())?;
    by_subscription(rows, of_subscriptions::term)
}

/// What was settled.
struct Settled {
    settlements: By<crate::domain::reconciliation::Settlement>,
    /// Those whose maximum was counted on that day.
    told: Vec<SettlementId>,
    disputes: By<Objection>,
    holds: By<()>,
    seat_changes: By<SeatChange>,
}

impl Settled {
    fn of(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Self> {
        let rows: Vec<(SubscriptionId, of_settlements::Row)> = settlements::table
            .filter(settlements::subscription_id.eq_any(ids.to_vec()))
            .order(settlements::id)
            .select((settlements::subscription_id, of_settlements::Row::as_select()))
            .load(c.raw())?;
        let told: Vec<SettlementId> = settlements::table
            .inner_join(instances::table.on(instances::subscription_id.eq(settlements::subscription_id)))
            .inner_join(usage_days::table.on(usage_days::instance_id.eq(instances::id)))
            .filter(settlements::subscription_id.eq_any(ids.to_vec()))
            .filter(usage_days::day.nullable().eq(settlements::max_on))
            .filter(usage_days::billable.nullable().eq(settlements::quarter_max))
            .select(settlements::id)
            .load(c.raw())?;
        type Raised = (SettlementId, Option<Instant>, Option<String>);
        let disputes: Vec<(SubscriptionId, Raised)> = disputes::table
            .inner_join(settlements::table)
            .filter(settlements::subscription_id.eq_any(ids.to_vec()))
            .order(disputes::id)
            .select((settlements::subscription_id, (disputes::settlement_id, disputes::ended_at, disputes::outcome)))
            .load(c.raw())?;
        let holds: Vec<SubscriptionId> = holds::table
            .filter(holds::subscription_id.eq_any(ids.to_vec()))
            .filter(holds::lifted_at.is_null())
            .select(holds::subscription_id)
            .load(c.raw())?;
        Ok(Self {
            settlements: by_subscription(rows, of_settlements::settlement)?,
            told,
            disputes: by_subscription(disputes, |(settlement, ended_at, outcome)| {
                Ok(Objection { settlement, has_ended: ended_at.is_some(), outcome })
            })?,
            holds: by_subscription(holds.into_iter().map(|id| (id, ())).collect(), Ok)?,
            seat_changes: seat_changes(c, ids)?,
        })
    }
}

fn seat_changes(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<By<SeatChange>> {
    type Row = (SeatChangeId, TermId, String, Uuid, i64, Day);
    let rows: Vec<(SubscriptionId, Row)> = seat_changes::table
        .inner_join(terms::table)
        .filter(terms::subscription_id.eq_any(ids.to_vec()))
        .order(seat_changes::id)
        .select((
            terms::subscription_id,
            (
                seat_changes::id,
                seat_changes::term_id,
                seat_changes::kind,
                seat_changes::subject_id,
                seat_changes::seats,
                seat_changes::effective_on,
            ),
        ))
        .load(c.raw())?;
    by_subscription(rows, |(id, term, kind, subject, seats, effective_on)| {
        let cause = match kind.as_str() {
            "bought" => Cause::Bought(OrderId(subject)),
            "reconciled" => Cause::Reconciled(SettlementId(subject)),
            other => return Err(StoreError::Other(format!("seat change {id}: “{other}” is no kind of it"))),
        };
        Ok(SeatChange { id, term, cause, seats, effective_on })
    })
}

/// The settlements whose maximum neither a day's count nor a term-wide maximum told on that day.
fn untold(
    c: &mut Conn<'_>,
    subscription: SubscriptionId,
    settlements: &[crate::domain::reconciliation::Settlement],
    told: &[SettlementId],
) -> Stored<Vec<SettlementId>> {
    let mut untold = Vec::new();
    for settlement in settlements.iter().filter(|s| !told.contains(&s.id)) {
        let Some(peak) = settlement.peak else { continue };
        let reports: i64 = usage_reports::table
            .inner_join(instances::table)
            .filter(instances::subscription_id.eq(subscription))
            .filter(usage_reports::told_max.eq(peak.billable))
            .filter(usage_reports::reported_at.ge(At(midnight(peak.on))))
            .filter(usage_reports::reported_at.lt(At(midnight(days_after(peak.on, 1)))))
            .count()
            .get_result(c.raw())?;
        if reports == 0 {
            untold.push(settlement.id);
        }
    }
    Ok(untold)
}

/// What was sold and billed.
struct Sold {
    licenses: By<crate::domain::license::License>,
    renewals: By<crate::domain::renewal::Renewal>,
    true_ups: By<TrueUp>,
    orders: By<Placed>,
    payments: By<Attempt>,
    documents: By<Document>,
}

impl Sold {
    fn of(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Self> {
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

fn orders(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<By<Placed>> {
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

fn payments(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<By<Attempt>> {
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

fn documents(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<By<Document>> {
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
    let rows: Vec<(SubscriptionId, (of_invoices::Row, i64, i64, String))> = invoices::table
        .filter(invoices::subscription_id.eq_any(ids.to_vec()))
        .order((invoices::year, invoices::serial))
        .select((
            invoices::subscription_id,
            (of_invoices::Row::as_select(), invoices::year, invoices::serial, invoices::content_hash),
        ))
        .load(c.raw())?;
    by_subscription(rows, |(row, year, serial, hash)| {
        let lines = lines_of.remove(&row.id).unwrap_or_default();
        let invoice = of_invoices::with_lines(row, lines)?;
        let (is_intact, paid) = (of_invoices::content_hash(&invoice) == hash, paid.get(&invoice.id).copied());
        Ok(Document { invoice, year, serial, is_intact, paid })
    })
}

/// What was told, and what lies in a wrong place.
struct Said {
    letters: By<Posted>,
    strays: By<(String, AccountId)>,
    foreign_lines: By<(String, String)>,
}

impl Said {
    fn of(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Self> {
        type Row = (LetterId, LetterKind, Option<ContactRole>, String, Instant, Option<Instant>);
        let letters: Vec<(SubscriptionId, Row)> = letters::table
            .filter(letters::subscription_id.assume_not_null().eq_any(ids.to_vec()))
            .order(letters::id)
            .select((
                letters::subscription_id.assume_not_null(),
                (
                    letters::id,
                    letters::kind,
                    letters::reader,
                    letters::recipient,
                    letters::queued_at,
                    letters::stands_from,
                ),
            ))
            .load(c.raw())?;
        let foreign: Vec<(SubscriptionId, (String, String))> = invoice_lines::table
            .inner_join(invoices::table)
            .filter(invoices::subscription_id.eq_any(ids.to_vec()))
            .filter(invoice_lines::currency.ne(invoices::currency))
            .select((invoices::subscription_id, (invoices::number, invoice_lines::currency)))
            .load(c.raw())?;
        Ok(Self {
            letters: by_subscription(letters, |(id, kind, reader, recipient, at, stands_from)| {
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

fn strays(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<By<(String, AccountId)>> {
    let mut found =
        strays_in!(c, ids, orders: "order", payments: "payment", invoices: "invoice", instances: "instance");
    let letters: Vec<(SubscriptionId, Uuid, AccountId)> = letters::table
        .inner_join(subscriptions::table)
        .filter(subscriptions::id.eq_any(ids.to_vec()))
        .filter(letters::account_id.ne(subscriptions::account_id.nullable()))
        .order(letters::id)
        .select((subscriptions::id, letters::id, letters::account_id.assume_not_null()))
        .load(c.raw())?;
    found.extend(letters.into_iter().map(|(of, id, other)| (of, (format!("letter {id}"), other))));
    by_subscription(found, Ok)
}

/// The audit entries about subscriptions, their licenses and their documents, in the order in which they were written.
fn entries(c: &mut Conn<'_>, of: &[&Subscription], sold: &Sold) -> Stored<By<Noted>> {
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
    let mut by: By<Noted> = BTreeMap::new();
    for (_, subject, event, at, after) in rows {
        let Some(id) = owners.get(&subject) else { continue };
        let word = |name: &str| after.as_ref().and_then(|after| after.get(name)).and_then(Value::as_str);
        let settlement = word("settlement").and_then(|id| id.parse().ok());
        let is_skip = event == Event::SettlementSkipped;
        let reason: Option<Reason> = word("reason").filter(|_| is_skip).and_then(|reason| reason.parse().ok());
        by.entry(*id).or_default().push(Noted { event, at, subject, settlement, reason });
    }
    Ok(by)
}

/// Where a walk through the numbers of documents is: year and serial.
pub type Serial = (i64, i64);

/// The next numbers of documents after one, in order, at most `limit`; with what the counters say at that moment.
///
/// # Errors
/// The store's own.
pub fn serials(c: &mut Conn<'_>, after: Serial, limit: i64) -> Stored<(Vec<Serial>, Vec<Serial>)> {
    let (year, serial) = after;
    // Asked as one condition, every page of a year would begin to read at the year's first.
    let mut page: Vec<Serial> = invoices::table
        .filter(invoices::year.eq(year))
        .filter(invoices::serial.gt(serial))
        .order(invoices::serial)
        .limit(limit)
        .select((invoices::year, invoices::serial))
        .load(c.raw())?;
    let left = limit.saturating_sub(i64::try_from(page.len()).unwrap_or(limit));
    let next: Vec<Serial> = invoices::table
        .filter(invoices::year.gt(year))
        .order((invoices::year, invoices::serial))
        .limit(left)
        .select((invoices::year, invoices::serial))
        .load(c.raw())?;
    page.extend(next);
    let counters = invoice_counters::table.select((invoice_counters::year, invoice_counters::last)).load(c.raw())?;
    Ok((page, counters))
}

/// The next letters after one, in order of key, at most `limit`.
///
/// # Errors
/// The store's own.
pub fn outbox(c: &mut Conn<'_>, after: Option<LetterId>, limit: i64) -> Stored<Vec<Resting>> {
    type Row = (LetterId, LetterKind, i64, bool, bool, bool);
    let mut next = letters::table.order(letters::id).limit(limit).into_boxed();
    if let Some(after) = after {
        next = next.filter(letters::id.gt(after));
    }
    let rows: Vec<Row> = next
        .select((
            letters::id,
            letters::kind,
            letters::attempts,
            letters::sent_at.is_not_null(),
            letters::refused_at.is_not_null(),
            letters::secret_sealed.is_not_null(),
        ))
        .load(c.raw())?;
    let read = |(id, kind, attempts, was_sent, was_refused, has_secret)| Resting {
        id,
        kind,
        attempts,
        was_sent,
        was_refused,
        has_secret,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// What the next instances after one counted, in order of key, at most `limit`.
///
/// # Errors
/// The store's own.
pub fn usage(c: &mut Conn<'_>, after: Option<InstanceId>, limit: i64) -> Stored<Vec<Counted>> {
    let mut next = instances::table.order(instances::id).limit(limit).into_boxed();
    if let Some(after) = after {
        next = next.filter(instances::id.gt(after));
    }
    let page: Vec<(InstanceId, Instant)> = next.select((instances::id, instances::last_report_at)).load(c.raw())?;
    let ids: Vec<InstanceId> = page.iter().map(|(id, _)| *id).collect();
    let reports: Vec<(InstanceId, ReportId, Instant, i64, Option<i64>)> = usage_reports::table
        .filter(usage_reports::instance_id.eq_any(ids.clone()))
        .order((usage_reports::reported_at, usage_reports::id))
        .select((
            usage_reports::instance_id,
            usage_reports::id,
            usage_reports::reported_at,
            usage_reports::billable,
            usage_reports::told_max,
        ))
        .load(c.raw())?;
    let days: Vec<(InstanceId, Day, i64)> = usage_days::table
        .filter(usage_days::instance_id.eq_any(ids))
        .order((usage_days::instance_id, usage_days::day, usage_days::billable))
        .select((usage_days::instance_id, usage_days::day, usage_days::billable))
        .load(c.raw())?;
    let counted =
        |(instance, last_report_at)| Counted { instance, last_report_at, reports: Vec::new(), days: BTreeMap::new() };
    let mut by: BTreeMap<InstanceId, Counted> = page.into_iter().map(|row| (row.0, counted(row))).collect();
    for (instance, id, at, billable, told_max) in reports {
        if let Some(counted) = by.get_mut(&instance) {
            counted.reports.push(CountedReport { id, at, billable, told_max });
        }
    }
    for (instance, day, billable) in days {
        // The last one of a day is its highest.
        if let Some(counted) = by.get_mut(&instance) {
            counted.days.insert(day, billable);
        }
    }
    Ok(by.into_values().collect())
}
