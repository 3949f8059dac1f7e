//! Rows by the subscription they belong to.

use std::collections::BTreeMap;

use crate::domain::ids::SubscriptionId;
use crate::store::Stored;

/// Rows by the subscription they belong to.
pub(super) type By<T> = BTreeMap<SubscriptionId, Vec<T>>;

pub(super) fn by_subscription<R, T>(
    rows: Vec<(SubscriptionId, R)>,
    mut read: impl FnMut(R) -> Stored<T>,
) -> Stored<By<T>> {
    let mut by: By<T> = BTreeMap::new();
    for (subscription, row) in rows {
        by.entry(subscription).or_default().push(read(row)?);
    }
    Ok(by)
}

pub(super) fn take<T>(by: &mut By<T>, id: SubscriptionId) -> Vec<T> {
    by.remove(&id).unwrap_or_default()
}
