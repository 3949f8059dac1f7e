//! What is due by the calendar: claims subscriptions with something due, works them day after day, and asks the provider
//! about what is to be charged in between, so that a day begins when the one before it has ended.

use futures_util::future::join_all;
use futures_util::{StreamExt, stream};

use crate::actions::billing::days;
use crate::actions::billing::outcomes::{self, Asking};
use crate::actions::{Actor, Failure};
use crate::app::App;
use crate::payments::{Answer, Charge};

/// Subscriptions claimed at a time, few enough to share the work with another worker.
const MOST_IN_A_ROUND: i64 = 64;
/// Of those, how many are under way at once: enough to share a commit, few enough that what a customer or a mail server waits
/// for has its turn soon.
const MOST_AT_ONCE: usize = 16;

/// Does everything that is due at the clock's time, and everything that follows from it. Returns how many days of
/// subscriptions were worked.
///
/// # Errors
/// The store's own. What is wrong with one subscription is logged, and stops no other.
pub async fn work_due(app: &App) -> Result<usize, Failure> {
    let mut worked = 0;
    let mut stuck = std::collections::BTreeSet::new();
    loop {
        charge_due(app).await?;
        let clock = app.clock.clone();
        let claimed = app.db.write(move |tx| days::claim_days(tx, &clock, MOST_IN_A_ROUND)).await?;
        // Those that broke once are not tried again in this run; their lease keeps them from the next claim.
        let fresh: Vec<_> = claimed.into_iter().filter(|id| !stuck.contains(id)).collect();
        if fresh.is_empty() {
            return Ok(worked);
        }
        let days = fresh.into_iter().map(|id| async move { (id, work(app, id).await) });
        let mut outcomes = stream::iter(days).buffer_unordered(MOST_AT_ONCE);
        while let Some((id, outcome)) = outcomes.next().await {
            match outcome {
                Ok(day) => worked += usize::from(day),
                Err(cause) if super::is_outage(&cause) => return Err(cause),
                Err(cause) => {
                    stuck.insert(id);
                    tracing::error!(subscription = %id, %cause, "what is due for a subscription came to nothing");
                }
            }
        }
    }
}

async fn work(app: &App, id: crate::domain::ids::SubscriptionId) -> Result<bool, Failure> {
    let ctx = app.run(Actor::Timetable);
    Ok(app.db.write(move |tx| days::work_day(tx, &ctx, id)).await?.is_some())
}

/// Asks the provider about every attempt that is to be asked about now.
///
/// # Errors
/// The store's own. A provider that does not answer is asked again later.
pub async fn charge_due(app: &App) -> Result<(), Failure> {
    if !app.provider.takes_cards() {
        return Ok(());
    }
    loop {
        let (clock, vault) = (app.clock.clone(), app.vault.clone());
        let claimed = app.db.write(move |tx| outcomes::claim_payments(tx, &clock, &vault, MOST_IN_A_ROUND)).await?;
        if claimed.is_empty() {
            return Ok(());
        }
        for outcome in join_all(claimed.into_iter().map(|asking| ask(app, asking))).await {
            outcome?;
        }
    }
}

async fn ask(app: &App, asking: Asking) -> Result<(), Failure> {
    let id = asking.payment.id;
    let charge = Charge { key: id.to_string(), card: asking.card, amount: asking.payment.amount };
    let answer = app.provider.charge(charge).await;
    let ctx = app.run(Actor::Timetable);
    match answer {
        Ok(Answer::Ended(outcome)) => app.db.write(move |tx| outcomes::record_outcome(tx, &ctx, id, &outcome)).await,
        Ok(Answer::Later) => Ok(app.db.write(move |tx| outcomes::record_silence(tx, &ctx, id)).await?),
        Err(cause) => {
            tracing::warn!(payment = %id, %cause, "a charge is not known to have ended");
            Ok(app.db.write(move |tx| outcomes::record_silence(tx, &ctx, id)).await?)
        }
    }
}
