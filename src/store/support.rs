//! Support times of a product's tiers.

use diesel::prelude::*;

use super::schema::support_times;
use super::{Conn, Stored, Tx};
use crate::domain::ids::ProductId;
use crate::domain::plan::Tier;
use crate::domain::support::{SupportTime, Urgency};

/// A product's support times, by tier, the most urgent first.
pub fn list(c: &mut Conn<'_>, product: ProductId) -> Stored<Vec<SupportTime>> {
    let rows: Vec<(Tier, Urgency, i64, bool)> = support_times::table
        .filter(support_times::product_id.eq(product))
        .select((
            support_times::tier,
            support_times::urgency,
            support_times::answer_minutes,
            support_times::around_the_clock,
        ))
        .load(c.raw())?;
    let time = |(tier, urgency, answer_minutes, around_the_clock)| SupportTime {
        tier,
        urgency,
        answer_minutes,
        around_the_clock,
    };
    let mut times: Vec<SupportTime> = rows.into_iter().map(time).collect();
    times.sort_by_key(|time| (time.tier, time.urgency));
    Ok(times)
}

/// Puts these support times in place of a product's earlier ones.
///
/// # Errors
/// One is there twice.
pub fn replace(tx: &mut Tx<'_>, product: ProductId, times: &[SupportTime]) -> Stored<()> {
    diesel::delete(support_times::table.filter(support_times::product_id.eq(product))).execute(tx.raw())?;
    for time in times {
        let values = (
            support_times::product_id.eq(product),
            support_times::tier.eq(time.tier),
            support_times::urgency.eq(time.urgency),
            support_times::answer_minutes.eq(time.answer_minutes),
            support_times::around_the_clock.eq(time.around_the_clock),
        );
        diesel::insert_into(support_times::table).values(values).execute(tx.raw())?;
    }
    Ok(())
}
