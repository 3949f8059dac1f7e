//! Rows by the subscription they belong to.

use std::collections::BTreeMap;

use super::Stored;
use crate::domain::ids::SubscriptionId;

/// What was read of several subscriptions, each one's under its key.
pub(crate) type Of<T> = BTreeMap<SubscriptionId, Vec<T>>;

/// Each one's under its key, in the order in which they came.
pub(crate) fn by_subscription<R, T>(
    rows: Vec<(SubscriptionId, R)>,
    mut value: impl FnMut(R) -> Stored<T>,
) -> Stored<Of<T>> {
    let mut of = Of::new();
    for (id, row) in rows {
        of.entry(id).or_default().push(value(row)?);
    }
    Ok(of)
}
