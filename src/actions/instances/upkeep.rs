//! What happens to instances by the calendar: messages grow old, and silence is told of.

use chrono::Datelike;

use crate::actions::emails::{self, Recipients};
use crate::actions::{Ctx, Done, or_missing};
use crate::domain::calendar::{Day, Instant, days_after, midnight};
use crate::domain::contact::ContactRole;
use crate::domain::subscription::timetable::MISSED_DAYS;
use crate::mail::messages::SyncMissing;
use crate::store::{self, Tx};
use crate::urls;

/// Days for which a message is kept as it was sent, to the month.
pub const MESSAGE_DAYS: i64 = 90;

/// Makes room for the messages of this month and the next, and removes those of months that ended more than 90 days ago:
/// their reports and daily counts stay. Returns how many were removed one by one.
pub fn compact(tx: &mut Tx<'_>, now: Instant) -> store::Stored<usize> {
    let first_of_month = |day: Day| day.with_day(1).unwrap_or(day);
    store::messages::make_room(tx, first_of_month(now.date_naive()))?;
    store::messages::remove_before(tx, first_of_month(days_after(now.date_naive(), -MESSAGE_DAYS)))
}

/// Tells of at most `limit` instances that sync by themselves and have missed three whole days (R28); of each silence
/// once. Returns how many.
pub fn notify_silent(tx: &mut Tx<'_>, ctx: &Ctx, limit: i64) -> Done<usize> {
    // Reported on day D, silent on the three days after it: told on the fourth.
    let since = midnight(days_after(ctx.today(), -MISSED_DAYS));
    store::instances::set_right(tx, ctx.now)?;
    let silent = store::instances::lock_silent(tx, since, limit)?;
    for (account, instance) in &silent {
        store::instances::note_silence_told(tx, instance.id, ctx.now)?;
        let contract = or_missing(store::contracts::find_billed(tx, *account, instance.subscription)?)?;
        let to = Recipients::of(&contract.account, contract.subscription.id, ContactRole::Technical);
        emails::post_emails(tx, ctx, &to, |heading| SyncMissing {
            heading,
            number: contract.subscription.number.clone(),
            product: contract.product.name.clone(),
            hostname: instance.hostname.clone(),
            last_report: instance.last_report_at,
            days: instance.missed_days(ctx.now),
            link: ctx.link(&urls::instance(instance.id)),
        })?;
    }
    Ok(silent.len())
}
