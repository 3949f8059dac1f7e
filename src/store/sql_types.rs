//! Our SQL types and how domain values become them, once: id, instant and document are native on PostgreSQL and
//! text on SQLite; words are text on both.

use std::io::Write;

use chrono::{DateTime, SecondsFormat, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{HasSqlType, SqlType, Text};
use diesel::sqlite::{Sqlite, SqliteValue};
use serde_json::Value;
use uuid::Uuid;

use super::conn::MultiBackend;
use crate::domain::account::Payment;
use crate::domain::attempt::AttemptKind;
use crate::domain::audit::Event;
use crate::domain::contact::ContactRole;
use crate::domain::email::EmailKind;
use crate::domain::ids::*;
use crate::domain::instance::{AlertKind, ReportedBy};
use crate::domain::invoice::{InvoiceKind, LineKind};
use crate::domain::language::Language;
use crate::domain::license::LicenseKind;
use crate::domain::order::{OrderKind, OrderState};
use crate::domain::payment::Purpose;
use crate::domain::plan::{Deployment, Tier};
use crate::domain::reconciliation::{BillingMode, DisputeOutcome, Reason, ReconciliationState, SeatCauseKind};
use crate::domain::release::Severity;
use crate::domain::release::UpdatePolicy;
use crate::domain::renewal::{How, QuantityPolicy, RenewalState, WhyNot};
use crate::domain::role::Role;
use crate::domain::support::Urgency;
use crate::domain::true_up::TrueUpKind;
use crate::domain::usage::SeveralInstances;

/// `uuid` on PostgreSQL, lower-case hyphenated text on SQLite.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951), sqlite_type(name = "Text"))]
pub struct Id;

/// `timestamptz` on PostgreSQL, `2026-11-22T09:40:32.000000Z` on SQLite.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185), sqlite_type(name = "Text"))]
pub struct Instant;

/// `jsonb` on PostgreSQL, JSON text on SQLite.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 3802, array_oid = 3807), sqlite_type(name = "Text"))]
pub struct JsonDocument;

macro_rules! on_the_enum {
    ($($sql:ident => $rust:ty),+ $(,)?) => {$(
        impl HasSqlType<$sql> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                Self::lookup_sql_type::<$sql>(lookup)
            }
        }

        impl FromSql<$sql, MultiBackend> for $rust {
            fn from_sql(bytes: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                bytes.from_sql::<$rust, $sql>()
            }
        }

        impl ToSql<$sql, MultiBackend> for $rust {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value(($sql, self));
                Ok(IsNull::No)
            }
        }
    )+};
}

on_the_enum! { Id => Uuid, Instant => DateTime<Utc>, JsonDocument => Value }

macro_rules! bindable {
    ($($rust:ty => $sql:ty),+ $(,)?) => {$(
        impl AsExpression<$sql> for $rust {
            type Expression = diesel::internal::derives::as_expression::Bound<$sql, Self>;

            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }

        impl AsExpression<diesel::sql_types::Nullable<$sql>> for $rust {
            type Expression = diesel::internal::derives::as_expression::Bound<diesel::sql_types::Nullable<$sql>, Self>;

            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }

        impl<'a> AsExpression<$sql> for &'a $rust {
            type Expression = diesel::internal::derives::as_expression::Bound<$sql, Self>;

            fn as_expression(self) -> Self::Expression {
                diesel::internal::derives::as_expression::Bound::new(self)
            }
        }

        impl ToSql<diesel::sql_types::Nullable<$sql>, MultiBackend> for $rust {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                <Self as ToSql<$sql, MultiBackend>>::to_sql(self, out)
            }
        }
    )+};
}

/// A moment as a value of a statement: diesel allows that for our own types alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At(pub(crate) DateTime<Utc>);

/// A document as a value of a statement, made by [`Json::of`].
#[derive(Debug, Clone)]
pub(super) struct Json(Value);

impl Json {
    /// What somebody wrote may have NUL in any text and any name, and PostgreSQL keeps none: it is left out on both.
    pub(super) fn of(value: Value) -> Self {
        Self(without_nul(value))
    }
}

fn without_nul(value: Value) -> Value {
    let cleaned = |text: String| if text.contains('\0') { text.replace('\0', "") } else { text };
    match value {
        Value::String(text) => Value::String(cleaned(text)),
        Value::Array(items) => Value::Array(items.into_iter().map(without_nul).collect()),
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(name, item)| (cleaned(name), without_nul(item))).collect())
        }
        other => other,
    }
}

/// The key of one of several kinds of rows, as a value of a statement.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key(pub(super) Uuid);

bindable! { At => Instant, Json => JsonDocument, Key => Id }

impl<DB: Backend> ToSql<Id, DB> for Key
where
    Uuid: ToSql<Id, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> ToSql<Instant, DB> for At
where
    DateTime<Utc>: ToSql<Instant, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> ToSql<JsonDocument, DB> for Json
where
    Value: ToSql<JsonDocument, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl FromSql<Id, Pg> for Uuid {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::from_slice(value.as_bytes())?)
    }
}

impl ToSql<Id, Pg> for Uuid {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<Id, Sqlite> for Uuid {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self::parse_str(&text(value)?)?)
    }
}

impl ToSql<Id, Sqlite> for Uuid {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.to_string());
        Ok(IsNull::No)
    }
}

impl FromSql<Instant, Pg> for DateTime<Utc> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        FromSql::<diesel::sql_types::Timestamptz, Pg>::from_sql(value)
    }
}

impl ToSql<Instant, Pg> for DateTime<Utc> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<diesel::sql_types::Timestamptz, Pg>::to_sql(self, out)
    }
}

impl FromSql<Instant, Sqlite> for DateTime<Utc> {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(DateTime::parse_from_rfc3339(&text(value)?)?.to_utc())
    }
}

impl ToSql<Instant, Sqlite> for DateTime<Utc> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.to_rfc3339_opts(SecondsFormat::Micros, true));
        Ok(IsNull::No)
    }
}

impl FromSql<JsonDocument, Pg> for Value {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        FromSql::<diesel::sql_types::Jsonb, Pg>::from_sql(value)
    }
}

impl ToSql<JsonDocument, Pg> for Value {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<diesel::sql_types::Jsonb, Pg>::to_sql(self, out)
    }
}

impl FromSql<JsonDocument, Sqlite> for Value {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(serde_json::from_str(&text(value)?)?)
    }
}

impl ToSql<JsonDocument, Sqlite> for Value {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.to_string());
        Ok(IsNull::No)
    }
}

fn text(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<String> {
    FromSql::<Text, Sqlite>::from_sql(value)
}

/// Reads a whole value of type `$rust` from a column of any type it implements `FromSql` for.
macro_rules! loadable {
    ($($rust:ty),+ $(,)?) => {$(
        impl<ST, DB> diesel::Queryable<ST, DB> for $rust
        where
            DB: Backend,
            ST: diesel::sql_types::SingleValue,
            Self: FromSql<ST, DB>,
        {
            type Row = Self;

            fn build(row: Self) -> deserialize::Result<Self> {
                Ok(row)
            }
        }
    )+};
}

macro_rules! ids_as_sql {
    ($($name:ident),+ $(,)?) => {
        bindable! { $($name => Id),+ }
        loadable! { $($name),+ }
        $(
            impl<DB: Backend> FromSql<Id, DB> for $name where Uuid: FromSql<Id, DB> {
                fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                    Uuid::from_sql(bytes).map(Self)
                }
            }

            impl<DB: Backend> ToSql<Id, DB> for $name where Uuid: ToSql<Id, DB> {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                    self.0.to_sql(out)
                }
            }
        )+
    };
}

ids_as_sql! {
    AccountId, PersonId, MembershipId, ProductId, PriceId, SubscriptionId, TermId, InstanceId, ReceivedId, LicenseId,
    TokenId, CancellationId, LateRequestId, EmailId, AuditId, ResetId, ResetRequestId, ConfirmationId, KeyId, ReportId, AlertId, AttemptId, ReconciliationId,
    PauseId, DisputeId, SeatChangeId, RenewalId, TrueUpId, OrderId, CardId, PaymentId, InvoiceId, InvoiceLinkId, ContactId,
    MessageId, ReleaseId, AdvisoryId,
}

macro_rules! words_as_sql {
    ($($name:ident),+ $(,)?) => {
        bindable! { $($name => Text),+ }
        loadable! { $($name),+ }
        $(
            impl<DB: Backend> FromSql<Text, DB> for $name where String: FromSql<Text, DB> {
                fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                    Ok(String::from_sql(bytes)?.parse()?)
                }
            }

            impl<DB: Backend> ToSql<Text, DB> for $name where str: ToSql<Text, DB> {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                    <str as ToSql<Text, DB>>::to_sql(self.as_str(), out)
                }
            }
        )+
    };
}

words_as_sql! {
    AttemptKind, Payment, Event, AlertKind, ReportedBy, Language, EmailKind, LicenseKind, TrueUpKind, Deployment, Tier, BillingMode,
    Role, Reason, DisputeOutcome, SeatCauseKind, ReconciliationState, How, RenewalState, WhyNot, QuantityPolicy, SeveralInstances, OrderKind, OrderState,
    Purpose, InvoiceKind, LineKind, ContactRole, UpdatePolicy, Severity, Urgency,
}
