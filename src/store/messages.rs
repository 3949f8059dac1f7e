//! Messages as instances sent them, for a while. What lasts of one is its report and its daily counts (`usage`).

use chrono::Months;
use diesel::prelude::*;
use serde_json::Value;

use super::dialect::{drop_partition, open_partition};
use super::schema::{instances, messages};
use super::sql_types::{At, Json};
use super::{Conn, Stored, Tx};
use crate::domain::calendar::{Day, Instant, midnight, months_after};
use crate::domain::ids::{AccountId, InstanceId, MessageId};

/// Messages removed in one go where there are no partitions.
const MOST_REMOVED: i64 = 2_000;
/// Months before the oldest kept one whose partitions are looked for: a server that stood still for longer has others.
const MONTHS_BACK: u32 = 24;

/// Keeps a message.
pub fn insert(tx: &mut Tx<'_>, instance: InstanceId, claims: Value, at: Instant) -> Stored<()> {
    let values = (
        messages::id.eq(MessageId::new()),
        messages::received_at.eq(At(at)),
        messages::instance_id.eq(instance),
        messages::account_id.eq(account_of!(instances, instance)),
        messages::claims.eq(Json::of(claims)),
    );
    diesel::insert_into(messages::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// The messages of an instance of the account that are kept, newest first, at most `limit`: when each came, and what it
/// says.
pub fn list(c: &mut Conn<'_>, account: AccountId, instance: InstanceId, limit: i64) -> Stored<Vec<(Instant, Value)>> {
    let of = messages::table
        .inner_join(instances::table)
        .filter(instances::account_id.eq(account))
        .filter(messages::instance_id.eq(instance))
        .order((messages::received_at.desc(), messages::id.desc()));
    Ok(of.limit(limit).select((messages::received_at, messages::claims)).load(c.raw())?)
}

/// Makes room for the messages of a month and the next; `first` is the month's first day.
pub fn make_room(tx: &mut Tx<'_>, first: Day) -> Stored<()> {
    for month in 0..2 {
        let (from, to) = (months_after(first, month), months_after(first, month + 1));
        open_partition(tx.raw(), "messages", from, to)?;
    }
    Ok(())
}

/// Removes messages that came before a month began, all of a partition at once and of the rest so many at a time; returns
/// how many of those. `first` is the month's first day.
pub fn remove_before(tx: &mut Tx<'_>, first: Day) -> Stored<usize> {
    let oldest = first.checked_sub_months(Months::new(MONTHS_BACK)).unwrap_or(first);
    for month in 0..MONTHS_BACK {
        drop_partition(tx.raw(), "messages", months_after(oldest, month))?;
    }
    let old = messages::table.filter(messages::received_at.lt(At(midnight(first))));
    let ids: Vec<MessageId> =
        old.select(messages::id).order(messages::received_at).limit(MOST_REMOVED).load(tx.raw())?;
    let these = old.filter(messages::id.eq_any(ids));
    Ok(diesel::delete(these).execute(tx.raw())?)
}
