//! Walks the whole database and says what must not be so: the check behind `seatsync check --invariants`. Changes nothing.
//!
//! However large a database is, only a page of it is in memory at a time, and each page is read in one consistent view:
//! what belongs to a subscription is written in one transaction, so a page tells the truth also while others work.

use super::fault::{Fault, unreadable};
use super::numbers::Numbers;
use super::{emails, rows, subscription, usage};
use crate::domain::ids::{EmailId, InstanceId, SubscriptionId};
use crate::store::{Conn, Db, Stored};

/// Subscriptions in a page: with all that belongs to them a few megabytes.
const SUBSCRIPTIONS: usize = 50;
/// Instances in a page: each may have a report a day.
const INSTANCES: usize = 20;
/// Emails, or numbers of documents, in a page.
const LINES: usize = 5_000;

/// What is taken for granted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Assumptions {
    /// Emails that were sent keep their secrets: in the demo, whose mailbox shows them.
    pub keeps_secrets: bool,
}

/// What was looked at, and how many faults were found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Walked {
    /// Subscriptions, with everything that belongs to them.
    pub subscriptions: usize,
    /// Reconciliations of their quarters.
    pub reconciliations: usize,
    /// Invoices and credit notes.
    pub documents: usize,
    /// Attempts to charge a card.
    pub payments: usize,
    pub emails: usize,
    /// Instances, with their reports.
    pub instances: usize,
    pub faults: usize,
}

/// Walks through everything and hands each fault over as it is found.
///
/// # Errors
/// The database cannot be asked. A row that cannot be read is a fault.
pub async fn walk(db: &Db, grounds: Assumptions, mut tell: impl FnMut(&Fault)) -> Stored<Walked> {
    let mut walked = Walked::default();
    let mut hand_over = |walked: &mut Walked, faults: Vec<Fault>| {
        walked.faults += faults.len();
        faults.iter().for_each(&mut tell);
    };
    let mut after = None;
    loop {
        let page = db.read(move |c| subscriptions(c, after)).await?;
        hand_over(&mut walked, page.faults);
        walked.subscriptions += page.seen.subscriptions;
        walked.reconciliations += page.seen.reconciliations;
        walked.documents += page.seen.documents;
        walked.payments += page.seen.payments;
        let Some(last) = page.last else { break };
        after = Some(last);
    }
    let (mut numbers, mut after) = (Numbers::default(), (String::new(), 0));
    loop {
        let (page, counters) = db.read(move |c| rows::serials(c, &after, limit(LINES))).await?;
        hand_over(&mut walked, numbers.take(&page));
        match page.last().filter(|_| page.len() == LINES) {
            Some(last) => after = last.clone(),
            None => {
                hand_over(&mut walked, numbers.end(&counters));
                break;
            }
        }
    }
    let mut after: Option<EmailId> = None;
    loop {
        let page = db.read(move |c| rows::outbox(c, after, limit(LINES))).await?;
        walked.emails += page.len();
        for email in &page {
            hand_over(&mut walked, emails::email(email, grounds.keeps_secrets));
        }
        let Some(last) = page.last() else { break };
        after = Some(last.id);
    }
    let mut after: Option<InstanceId> = None;
    loop {
        let page = db.read(move |c| rows::usage(c, after, limit(INSTANCES))).await?;
        walked.instances += page.len();
        for counted in &page {
            hand_over(&mut walked, usage::usage(counted));
        }
        let Some(last) = page.last() else { break };
        after = Some(last.instance);
    }
    Ok(walked)
}

fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// A page of subscriptions that was judged.
struct Page {
    faults: Vec<Fault>,
    seen: Walked,
    last: Option<SubscriptionId>,
}

fn subscriptions(c: &mut Conn<'_>, after: Option<SubscriptionId>) -> Stored<Page> {
    let page = rows::page(c, after, limit(SUBSCRIPTIONS))?;
    let ids: Vec<SubscriptionId> = page.iter().map(|(id, _)| *id).collect();
    let mut judged = Page { faults: Vec::new(), seen: Walked::default(), last: ids.last().copied() };
    if readable(judge(c, &ids, &mut judged))?.is_none() {
        return Ok(judged);
    }
    // One of them cannot be read: which, and the others by themselves.
    judged = Page { faults: Vec::new(), seen: Walked::default(), last: judged.last };
    for (id, number) in page {
        if let Some(cause) = readable(judge(c, &[id], &mut judged))? {
            judged.seen.subscriptions += 1;
            judged.faults.push(unreadable(format!("subscription {number}"), &cause));
        }
    }
    Ok(judged)
}

fn judge(c: &mut Conn<'_>, ids: &[SubscriptionId], judged: &mut Page) -> Stored<()> {
    for dossier in rows::dossiers(c, ids)? {
        judged.faults.extend(subscription::faults(&dossier));
        judged.seen.subscriptions += 1;
        judged.seen.reconciliations += dossier.reconciliations.len();
        judged.seen.documents += dossier.documents.len();
        judged.seen.payments += dossier.payments.len();
    }
    Ok(())
}

/// Why rows cannot be read; none if they could. That the database cannot be asked is another matter.
fn readable(judged: Stored<()>) -> Stored<Option<String>> {
    match judged {
        Ok(()) => Ok(None),
        Err(cause) if cause.is_unreadable() => Ok(Some(cause.to_string())),
        Err(cause) => Err(cause),
    }
}
