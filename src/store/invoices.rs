//! Invoices and credit notes, written once and never changed; their numbers without gaps; whether they are paid, and
//! the mailed links that open one (R41).

use diesel::prelude::*;
use diesel::upsert::excluded;
use serde_json::{Value, json};

use super::dialect::Portable;
use super::schema::{
    accounts, invoice_lines, invoice_links, invoice_payments, invoices, memberships, number_series, subscriptions,
};
use super::sql_types::{At, Json, Key};
use super::{Conn, StoreError, Stored, Tx};
use crate::domain::calendar::{Day, Instant};
use crate::domain::ids::{AccountId, InvoiceId, InvoiceLinkId, PaymentId, PersonId, SubscriptionId};
use crate::domain::invoice::{
    Basis, BillTo, Invoice, InvoiceKind, InvoiceLine, LineKind, Payable, PaymentStatus, Sums, number, series,
};
use crate::domain::money::{Currency, Money};
use crate::domain::role::Role;

/// Takes the next serial of a series. The row stays locked until the transaction ends, and is undone with it: numbers
/// have no gaps. Take it as the last thing of a transaction, so that nobody waits long.
fn next_serial(tx: &mut Tx<'_>, series: &str) -> Stored<i64> {
    let first = (number_series::name.eq(series), number_series::last.eq(1));
    let upsert = diesel::insert_into(number_series::table)
        .values(first)
        .on_conflict(number_series::name)
        .do_update()
        .set(number_series::last.eq(number_series::last + excluded(number_series::last)));
    Portable(upsert).execute(tx.raw())?;
    Ok(number_series::table.find(series).select(number_series::last).first(tx.raw())?)
}

/// Issues a document: gives it the next number of its series and writes it with its lines. Its number is in what it returns.
///
/// # Errors
/// The fact has its document already (a duplicate).
pub fn issue(tx: &mut Tx<'_>, new: Invoice, at: Instant) -> Stored<Invoice> {
    let series = series(new.issued_on);
    let serial = next_serial(tx, &series)?;
    let new = Invoice { number: number(&series, serial), ..new };
    let values = (
        invoices::id.eq(new.id),
        invoices::account_id.eq(new.account),
        invoices::subscription_id.eq(new.subscription),
        invoices::number.eq(&new.number),
        invoices::series.eq(&series),
        invoices::serial.eq(serial),
        invoices::kind.eq(new.kind),
        invoices::subject_id.eq(Key(new.subject)),
        invoices::corrects_id.eq(new.corrects),
        invoices::issued_on.eq(new.issued_on),
        invoices::issued_at.eq(At(at)),
        invoices::due_on.eq(new.due_on),
        invoices::net_minor.eq(new.sums.net.minor),
        invoices::tax_basis_points.eq(new.sums.tax_basis_points),
        invoices::tax_minor.eq(new.sums.tax.minor),
        invoices::total_minor.eq(new.sums.total.minor),
        invoices::currency.eq(new.sums.total.currency.code()),
        invoices::content.eq(Json::of(content(&new))),
        invoices::content_hash.eq(content_hash(&new)),
    );
    diesel::insert_into(invoices::table).values(values).execute(tx.raw())?;
    for (position, line) in (1_i64..).zip(&new.lines) {
        let values = (
            invoice_lines::invoice_id.eq(new.id),
            invoice_lines::position.eq(position),
            invoice_lines::account_id.eq(new.account),
            invoice_lines::kind.eq(line.kind),
            invoice_lines::quantity.eq(line.quantity),
            invoice_lines::per_seat_minor.eq(line.per_seat.minor),
            invoice_lines::amount_minor.eq(line.amount.minor),
            invoice_lines::currency.eq(line.amount.currency.code()),
            invoice_lines::basis.eq(Json::of(to_value(&line.basis))),
        );
        diesel::insert_into(invoice_lines::table).values(values).execute(tx.raw())?;
    }
    Ok(new)
}

fn content(invoice: &Invoice) -> Value {
    let BillTo { account_number, name, address, vat_id } = &invoice.bill_to;
    json!({ "account": account_number, "name": name, "address": address, "vat_id": vat_id, "reason": invoice.reason })
}

/// A hash of all that a document says: what was changed beside the program does not fit it any more.
#[must_use]
pub fn content_hash(invoice: &Invoice) -> String {
    let lines: Vec<Value> = invoice
        .lines
        .iter()
        .map(|line| {
            json!([line.kind.as_str(), line.quantity, line.per_seat.minor, line.amount.minor, to_value(&line.basis)])
        })
        .collect();
    let said = json!([
        invoice.number,
        invoice.kind.as_str(),
        invoice.account.to_string(),
        invoice.subscription.to_string(),
        invoice.subject.to_string(),
        invoice.issued_on,
        invoice.due_on,
        invoice.sums.net.minor,
        invoice.sums.tax_basis_points,
        invoice.sums.tax.minor,
        invoice.sums.total.minor,
        invoice.sums.total.currency.code(),
        content(invoice),
        lines,
    ]);
    crate::vault::hash_of(&said.to_string())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = invoices)]
pub(crate) struct Row {
    pub(crate) id: InvoiceId,
    account_id: AccountId,
    subscription_id: SubscriptionId,
    number: String,
    kind: InvoiceKind,
    subject_id: uuid::Uuid,
    corrects_id: Option<InvoiceId>,
    issued_on: Day,
    due_on: Day,
    net_minor: i64,
    tax_basis_points: i64,
    tax_minor: i64,
    total_minor: i64,
    currency: String,
    content: Value,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = invoice_lines)]
pub(crate) struct LineRow {
    kind: LineKind,
    quantity: i64,
    per_seat_minor: i64,
    amount_minor: i64,
    basis: Value,
}

fn unreadable(number: &str, cause: impl std::fmt::Display) -> StoreError {
    StoreError::Other(format!("invoice {number}: {cause}"))
}

fn line(number: &str, currency: Currency, row: LineRow) -> Stored<InvoiceLine> {
    let basis = from_value(&row.basis).ok_or_else(|| unreadable(number, "a line without a basis"))?;
    let money = |minor| Money::new(minor, currency);
    let (per_seat, amount) = (money(row.per_seat_minor), money(row.amount_minor));
    Ok(InvoiceLine { kind: row.kind, quantity: row.quantity, per_seat, amount, basis })
}

fn invoice(c: &mut Conn<'_>, row: Row) -> Stored<Invoice> {
    let lines: Vec<LineRow> = invoice_lines::table
        .filter(invoice_lines::invoice_id.eq(row.id))
        .order(invoice_lines::position)
        .select(LineRow::as_select())
        .load(c.raw())?;
    with_lines(row, lines)
}

pub(crate) fn with_lines(row: Row, rows: Vec<LineRow>) -> Stored<Invoice> {
    let currency: Currency = row.currency.parse().map_err(|e| unreadable(&row.number, e))?;
    let lines = rows.into_iter().map(|l| line(&row.number, currency, l)).collect::<Stored<Vec<_>>>()?;
    let said = |name: &str| row.content.get(name).and_then(Value::as_str).map(str::to_owned);
    let money = |minor| Money::new(minor, currency);
    Ok(Invoice {
        bill_to: BillTo {
            account_number: said("account").unwrap_or_default(),
            name: said("name").unwrap_or_default(),
            address: said("address").unwrap_or_default(),
            vat_id: said("vat_id"),
        },
        reason: said("reason"),
        id: row.id,
        account: row.account_id,
        subscription: row.subscription_id,
        number: row.number,
        kind: row.kind,
        subject: row.subject_id,
        corrects: row.corrects_id,
        issued_on: row.issued_on,
        due_on: row.due_on,
        sums: Sums {
            net: money(row.net_minor),
            tax_basis_points: row.tax_basis_points,
            tax: money(row.tax_minor),
            total: money(row.total_minor),
        },
        lines,
    })
}

/// One document of the account, by its number.
pub fn find(c: &mut Conn<'_>, account: AccountId, id: InvoiceId) -> Stored<Option<Invoice>> {
    let one = invoices::table.filter(invoices::account_id.eq(account)).filter(invoices::id.eq(id));
    let row: Option<Row> = one.select(Row::as_select()).first(c.raw()).optional()?;
    row.map(|row| invoice(c, row)).transpose()
}

/// One document of whichever account: for staff, and for who holds its mailed link.
pub fn find_any(c: &mut Conn<'_>, id: InvoiceId) -> Stored<Option<Invoice>> {
    let row: Option<Row> = invoices::table.find(id).select(Row::as_select()).first(c.raw()).optional()?;
    row.map(|row| invoice(c, row)).transpose()
}

/// Where a document with this number belongs: account and key; for guards and staff.
pub fn by_number(c: &mut Conn<'_>, number: &str) -> Stored<Option<(AccountId, InvoiceId)>> {
    let one = invoices::table.filter(invoices::number.eq(number));
    Ok(one.select((invoices::account_id, invoices::id)).first(c.raw()).optional()?)
}

/// Where a person stands to the document with this number: account, key and role; none if it is foreign, missing, or
/// a reseller's (R18).
pub fn reach(c: &mut Conn<'_>, person: PersonId, number: &str) -> Stored<Option<(AccountId, InvoiceId, Role)>> {
    let theirs = invoices::table
        .inner_join(accounts::table.on(accounts::id.eq(invoices::account_id)))
        .inner_join(memberships::table.on(memberships::account_id.eq(accounts::id)))
        .filter(invoices::number.eq(number))
        .filter(accounts::reseller.is_null())
        .filter(memberships::person_id.eq(person));
    Ok(theirs.select((invoices::account_id, invoices::id, memberships::role)).first(c.raw()).optional()?)
}

/// The document of a fact, if it was issued.
pub fn of_subject(c: &mut Conn<'_>, kind: InvoiceKind, subject: uuid::Uuid) -> Stored<Option<InvoiceId>> {
    let one = invoices::table.filter(invoices::kind.eq(kind)).filter(invoices::subject_id.eq(Key(subject)));
    Ok(one.select(invoices::id).first(c.raw()).optional()?)
}

/// A document in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: InvoiceId,
    pub number: String,
    /// What it is about.
    pub kind: InvoiceKind,
    /// About which subscription, by number.
    pub subscription: String,
    /// Whose, by name.
    pub account_name: String,
    /// The day of issue.
    pub issued_on: Day,
    pub due_on: Day,
    /// Its total with tax.
    pub total: Money,
    pub paid_on: Option<Day>,
    /// Whether a credit note took it back.
    pub is_credited: bool,
}

impl Listed {
    /// Where its payment stands on a day.
    #[must_use]
    pub fn standing(&self, today: Day) -> PaymentStatus {
        let Self { total, due_on, paid_on, is_credited, .. } = *self;
        Payable { total, due_on, paid_on, is_credited }.standing(today)
    }
}

type ListedRow = (InvoiceId, String, InvoiceKind, String, String, Day, Day, i64, String, Option<Day>);

macro_rules! listed_query {
    () => {
        invoices::table
            .inner_join(subscriptions::table)
            .inner_join(accounts::table.on(accounts::id.eq(invoices::account_id)))
            .left_join(invoice_payments::table)
            .order((invoices::issued_on.desc(), invoices::number.desc()))
            .select((
                invoices::id,
                invoices::number,
                invoices::kind,
                subscriptions::number,
                accounts::name,
                invoices::issued_on,
                invoices::due_on,
                invoices::total_minor,
                invoices::currency,
                invoice_payments::paid_on.nullable(),
            ))
    };
}

fn listed(c: &mut Conn<'_>, rows: Vec<ListedRow>) -> Stored<Vec<Listed>> {
    let ids: Vec<InvoiceId> = rows.iter().map(|r| r.0).collect();
    let credited: Vec<InvoiceId> = invoices::table
        .filter(invoices::kind.eq(InvoiceKind::CreditNote))
        .filter(invoices::subject_id.eq_any(ids))
        .select(invoices::subject_id)
        .load(c.raw())?;
    rows.into_iter()
        .map(|(id, number, kind, subscription, account_name, issued_on, due_on, total, currency, paid_on)| {
            let currency = currency.parse().map_err(|e| unreadable(&number, e))?;
            let (total, is_credited) = (Money::new(total, currency), credited.contains(&id));
            Ok(Listed { id, number, kind, subscription, account_name, issued_on, due_on, total, paid_on, is_credited })
        })
        .collect()
}

/// The documents of an account, newest first, at most `limit`.
pub fn list(c: &mut Conn<'_>, account: AccountId, limit: i64) -> Stored<Vec<Listed>> {
    let rows: Vec<ListedRow> = listed_query!().filter(invoices::account_id.eq(account)).limit(limit).load(c.raw())?;
    listed(c, rows)
}

/// The documents of everybody, newest first, at most `limit`; for staff.
pub fn newest(c: &mut Conn<'_>, limit: i64) -> Stored<Vec<Listed>> {
    let rows: Vec<ListedRow> = listed_query!().limit(limit).load(c.raw())?;
    listed(c, rows)
}

/// The documents of a subscription of the account, newest first, at most `limit`.
pub fn list_of(c: &mut Conn<'_>, account: AccountId, subscription: SubscriptionId, limit: i64) -> Stored<Vec<Listed>> {
    let of =
        listed_query!().filter(invoices::account_id.eq(account)).filter(invoices::subscription_id.eq(subscription));
    let rows: Vec<ListedRow> = of.limit(limit).load(c.raw())?;
    listed(c, rows)
}

/// The documents of a subscription of the account, whole, by number.
pub fn of_subscription(c: &mut Conn<'_>, account: AccountId, subscription: SubscriptionId) -> Stored<Vec<Invoice>> {
    let rows: Vec<Row> = invoices::table
        .filter(invoices::account_id.eq(account))
        .filter(invoices::subscription_id.eq(subscription))
        .order((invoices::series, invoices::serial))
        .select(Row::as_select())
        .load(c.raw())?;
    rows.into_iter().map(|row| invoice(c, row)).collect()
}

/// How a document was paid.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = invoice_payments)]
pub struct Paid {
    #[diesel(column_name = paid_on)]
    pub on: Day,
    /// By which charge of a card, if by one.
    #[diesel(column_name = payment_id)]
    pub payment: Option<PaymentId>,
}

/// How a document was paid, if it was.
pub fn paid(c: &mut Conn<'_>, id: InvoiceId) -> Stored<Option<Paid>> {
    Ok(invoice_payments::table
        .filter(invoice_payments::invoice_id.eq(id))
        .select(Paid::as_select())
        .first(c.raw())
        .optional()?)
}

/// Notes that a document was paid.
///
/// # Errors
/// It is noted already (a duplicate).
pub fn insert_paid(tx: &mut Tx<'_>, id: InvoiceId, paid: &Paid, by: Option<PersonId>, at: Instant) -> Stored<()> {
    let values = (
        invoice_payments::invoice_id.eq(id),
        invoice_payments::account_id.eq(account_of!(invoices, id)),
        invoice_payments::paid_on.eq(paid.on),
        invoice_payments::payment_id.eq(paid.payment),
        invoice_payments::noted_by.eq(by),
        invoice_payments::noted_at.eq(At(at)),
    );
    diesel::insert_into(invoice_payments::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// The credit note that takes a document back.
pub fn credit_note_of(c: &mut Conn<'_>, id: InvoiceId) -> Stored<Option<String>> {
    let of = invoices::table.filter(invoices::corrects_id.eq(id));
    Ok(of.select(invoices::number).first(c.raw()).optional()?)
}

/// A mailed link as it is kept: only the hash of its secret.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = invoice_links)]
pub struct Link {
    pub id: InvoiceLinkId,
    /// The one document it opens.
    #[diesel(column_name = invoice_id)]
    pub invoice: InvoiceId,
    /// It is dead from here on.
    pub expires_at: Instant,
    pub revoked_at: Option<Instant>,
}

/// Adds a link.
pub fn insert_link(tx: &mut Tx<'_>, link: &Link, token_hash: &str, at: Instant) -> Stored<()> {
    let values = (
        invoice_links::id.eq(link.id),
        invoice_links::invoice_id.eq(link.invoice),
        invoice_links::account_id.eq(account_of!(invoices, link.invoice)),
        invoice_links::token_hash.eq(token_hash),
        invoice_links::created_at.eq(At(at)),
        invoice_links::expires_at.eq(At(link.expires_at)),
    );
    diesel::insert_into(invoice_links::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// The link with this secret's hash, live or dead.
pub fn find_link(c: &mut Conn<'_>, token_hash: &str) -> Stored<Option<Link>> {
    let by_hash = invoice_links::table.filter(invoice_links::token_hash.eq(token_hash));
    Ok(by_hash.select(Link::as_select()).first(c.raw()).optional()?)
}

/// Revokes every live link to a document; how many there were.
pub fn revoke_links(tx: &mut Tx<'_>, id: InvoiceId, at: Instant) -> Stored<usize> {
    let live = invoice_links::table
        .filter(invoice_links::invoice_id.eq(id))
        .filter(invoice_links::revoked_at.is_null())
        .filter(invoice_links::expires_at.gt(At(at)));
    Ok(diesel::update(live).set(invoice_links::revoked_at.eq(At(at))).execute(tx.raw())?)
}

/// Revokes every live link to documents of an account; how many there were.
pub fn revoke_links_of_account(tx: &mut Tx<'_>, account: AccountId, at: Instant) -> Stored<usize> {
    let documents = invoices::table.filter(invoices::account_id.eq(account)).select(invoices::id);
    let live = invoice_links::table
        .filter(invoice_links::invoice_id.eq_any(documents))
        .filter(invoice_links::revoked_at.is_null())
        .filter(invoice_links::expires_at.gt(At(at)));
    Ok(diesel::update(live).set(invoice_links::revoked_at.eq(At(at))).execute(tx.raw())?)
}

/// Whether a live link to a document was made after a moment.
pub fn has_link_since(c: &mut Conn<'_>, id: InvoiceId, since: Instant, now: Instant) -> Stored<bool> {
    let fresh = invoice_links::table
        .filter(invoice_links::invoice_id.eq(id))
        .filter(invoice_links::revoked_at.is_null())
        .filter(invoice_links::created_at.gt(At(since)))
        // A link that a clock made which was ahead is on its way no more when that time comes.
        .filter(invoice_links::created_at.le(At(now)));
    Ok(fresh.count().get_result::<i64>(c.raw())? > 0)
}

/// How many links to a document are live.
pub fn live_links(c: &mut Conn<'_>, id: InvoiceId, at: Instant) -> Stored<i64> {
    let live = invoice_links::table
        .filter(invoice_links::invoice_id.eq(id))
        .filter(invoice_links::revoked_at.is_null())
        .filter(invoice_links::expires_at.gt(At(at)));
    Ok(live.count().get_result(c.raw())?)
}

fn to_value(basis: &Basis) -> Value {
    match basis {
        Basis::Term { start, end } => json!({ "for": "term", "start": start, "end": end }),
        Basis::Quarters { quarter, start, end, peak, peak_on, seats, remaining } => json!({
            "for": "quarters", "quarter": quarter, "start": start, "end": end, "peak": peak, "peak_on": peak_on,
            "seats": seats, "remaining": remaining,
        }),
        Basis::Days { start, end, days, of } => {
            json!({ "for": "days", "start": start, "end": end, "days": days, "of": of })
        }
        Basis::TrueUp { start, end, term_max, max_on, seats, months, credited } => json!({
            "for": "true_up", "start": start, "end": end, "term_max": term_max, "max_on": max_on, "seats": seats,
            "months": months, "credited": credited,
        }),
    }
}

fn from_value(value: &Value) -> Option<Basis> {
    let day = |name: &str| value.get(name)?.as_str()?.parse::<Day>().ok();
    let count = |name: &str| value.get(name)?.as_i64();
    let small = |name: &str| u32::try_from(count(name)?).ok();
    let (start, end) = (day("start")?, day("end")?);
    Some(match value.get("for")?.as_str()? {
        "term" => Basis::Term { start, end },
        "quarters" => Basis::Quarters {
            quarter: small("quarter")?,
            start,
            end,
            peak: count("peak")?,
            peak_on: day("peak_on")?,
            seats: count("seats")?,
            remaining: small("remaining")?,
        },
        "days" => Basis::Days { start, end, days: count("days")?, of: count("of")? },
        "true_up" => Basis::TrueUp {
            start,
            end,
            term_max: count("term_max")?,
            max_on: day("max_on")?,
            seats: count("seats")?,
            months: small("months")?,
            credited: count("credited")?,
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_basis_is_read_as_it_was_written() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let (start, end) = (day("2021-09-01"), day("2021-12-01"));
        for basis in [
            Basis::Term { start, end },
            Basis::Quarters { quarter: 1, start, end, peak: 40, peak_on: day("2021-10-15"), seats: 25, remaining: 3 },
            Basis::Days { start, end, days: 321, of: 365 },
            Basis::TrueUp {
                start,
                end,
                term_max: 130,
                max_on: day("2021-10-15"),
                seats: 100,
                months: 12,
                credited: 822,
            },
        ] {
            assert_eq!(from_value(&to_value(&basis)), Some(basis));
        }
        assert_eq!(from_value(&json!({ "for": "fun", "start": start, "end": end })), None);
    }
}
