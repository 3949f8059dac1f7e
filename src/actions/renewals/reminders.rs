//! Telling of a renewal that lies ahead, or of the end (R24).

use crate::actions::case::Case;
use crate::actions::letters::{self, Recipients};
use crate::actions::{Ctx, Done, or_missing, payments};
use crate::domain::calendar::{Day, midnight};
use crate::domain::contact::ContactRole;
use crate::domain::policy::Policy;
use crate::domain::renewal::{self, Outlook, WhyNot, last_cancel_day};
use crate::domain::subscription::BoughtTerm;
use crate::mail::Desk;
use crate::mail::messages::{RenewalOutlook, RenewalReminder};
use crate::store::{self, Tx};

/// Writes the reminder so many days before the end of a term: what it will cost, and until when it can be turned off. Who
/// turned it off gets one letter, at the last of these days; who cannot renew here gets none.
pub(in crate::actions) fn remind(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &Case,
    term: &BoughtTerm,
    days: i64,
    on: Day,
) -> Done<()> {
    let (account, id) = (case.account.id, case.subscription.id);
    let overview = or_missing(store::overview::find_known(tx, account, id, midnight(on))?)?;
    let facts = or_missing(overview.renewal_facts())?;
    let is_final = days == Policy::FINAL_REMINDER_DAYS;
    let outlook = match renewal::outlook(&facts, on) {
        Outlook::Renews { .. } => {
            let Some(estimate) = overview.estimate(midnight(on)) else { return Ok(()) };
            let last = last_cancel_day(term.span.end, facts.notice_days);
            RenewalOutlook::Renews {
                last_cancel_day: last,
                is_past_cut_off: on > last,
                is_final,
                seats: estimate.seats,
                seats_now: term.seats,
                per_seat: estimate.per_seat,
                per_seat_now: term.per_seat,
                total: estimate.total,
                card: payments::card_in_use(tx, case)?.map(|card| card.last_digits),
            }
        }
        Outlook::Ends { last_day, why: WhyNot::Cancelled } if is_final => RenewalOutlook::Ends { last_day },
        Outlook::Ends { .. } | Outlook::Ended { .. } => return Ok(()),
    };
    let to = Recipients { account: &case.account, subscription: id, role: ContactRole::Subscription };
    Ok(letters::tell(tx, desk, ctx.now, &to, None, |heading| RenewalReminder {
        heading,
        number: case.subscription.number.clone(),
        product: case.product.name.clone(),
        renews_on: term.span.end,
        outlook: outlook.clone(),
        days,
        cancel_link: desk.link(&format!("{}/renewal-cancellation", case.path())),
        link: desk.link(&case.path()),
    })?)
}
