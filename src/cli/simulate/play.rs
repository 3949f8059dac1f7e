//! Plays a scenario through the program's own actions and jobs, midnight after midnight. Nothing is calculated here.

use std::collections::BTreeMap;
use std::sync::Arc;

use seatsync_agent::instance_id;
use uuid::Uuid;

use super::scenario::{Event, Scenario, What};
use super::written::{Object, WrittenCard, WrittenReport};
use crate::actions::billing::cards::NewCard;
use crate::actions::billing::orders::Wish;
use crate::actions::disputes::{Contested, Decision, Which};
use crate::actions::people::NewPerson;
use crate::actions::subscriptions::Purchase;
use crate::actions::{self, Actor, Ctx, Done, Failure, Refusal};
use crate::app::App;
use crate::domain::account::{Account, Payment};
use crate::domain::calendar::{Day, Instant, days_after, midnight};
use crate::domain::contact::ContactRole;
use crate::domain::ids::{AccountId, InstanceId, Owned, PersonId, SubscriptionId};
use crate::domain::language::Language;
use crate::domain::order::{self, OrderState};
use crate::domain::renewal;
use crate::domain::report::Report;
use crate::domain::role::Role;
use crate::domain::subscription::timetable::MISSED_DAYS;
use crate::domain::subscription::{Product, Subscription};
use crate::jobs;
use crate::payments::Provider;
use crate::payments::local::Behaviour;
use crate::store::contacts::Contact;
use crate::store::{self, Tx};

/// An event that the rules did not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RefusedEvent {
    pub(super) at: String,
    pub(super) event: &'static str,
    pub(super) reason: &'static str,
}

/// A scenario after it was played.
pub(super) struct Played {
    pub(super) account: AccountId,
    pub(super) subscription: SubscriptionId,
    pub(super) refused: Vec<RefusedEvent>,
}

/// Reports in one transaction at most.
const MOST_REPORTS: usize = 256;

struct Stage {
    app: Arc<App>,
    account: AccountId,
    subscription: SubscriptionId,
    person: PersonId,
    instances: BTreeMap<String, InstanceId>,
    refused: Vec<RefusedEvent>,
}

/// Plays a scenario on a database that nothing else is in.
pub(super) async fn play(app: Arc<App>, scenario: &Scenario) -> Done<Played> {
    let mut stage = Stage::set(app, scenario).await?;
    let mut events = scenario.events.iter().peekable();
    let mut day = scenario.subscription.anchor;
    while day <= scenario.until {
        // The purchase is the first thing on the first day.
        if day > scenario.subscription.anchor {
            stage.midnight(day).await?;
        }
        while let Some(event) = events.next_if(|event| event.at < midnight(days_after(day, 1))) {
            // Reports set nothing off: those that follow each other share a transaction.
            let mut reports = vec![event];
            while reports.iter().all(|event| matches!(event.what, What::Report { .. })) && reports.len() < MOST_REPORTS
            {
                let is_next =
                    |next: &&Event| next.at < midnight(days_after(day, 1)) && matches!(next.what, What::Report { .. });
                let Some(next) = events.next_if(is_next) else { break };
                reports.push(next);
            }
            match reports.as_slice() {
                [event] => stage.happen(event).await?,
                _ => stage.report(&reports).await?,
            }
        }
        day = days_after(day, 1);
    }
    Ok(Played { account: stage.account, subscription: stage.subscription, refused: stage.refused })
}

impl Stage {
    async fn set(app: Arc<App>, scenario: &Scenario) -> Done<Self> {
        let now = midnight(scenario.subscription.anchor);
        app.clock.move_on(now - app.clock.now());
        let (operator, written) = (app.ctx(Actor::Operator, "simulate"), scenario.clone());
        let (account, subscription, person) = app.db.write(move |tx| open(tx, &operator, &written)).await?;
        Ok(Self { app, account, subscription, person, instances: BTreeMap::new(), refused: Vec::new() })
    }

    fn ctx(&self) -> Ctx {
        self.app.ctx(Actor::Person(self.person), "simulate")
    }

    fn set_clock(&self, to: Instant) {
        self.app.clock.move_on(to - self.app.clock.now());
    }

    /// Works a midnight, if anything is due.
    async fn midnight(&self, day: Day) -> Done<()> {
        self.set_clock(midnight(day));
        let silent = midnight(days_after(day, -MISSED_DAYS));
        let (due, oldest) = self
            .app
            .db
            .read(|c| -> Done<_> { Ok((store::subscriptions::first_due(c)?, store::instances::longest_silent(c)?)) })
            .await?;
        if due.is_some_and(|due| due <= day) || oldest.is_some_and(|at| at < silent) {
            jobs::work_midnight(&self.app).await?;
        }
        Ok(())
    }

    async fn happen(&mut self, event: &Event) -> Done<()> {
        self.set_clock(event.at);
        let happened = self.attempt(&event.what).await;
        // What it set off is done before anything else happens; a report sets off no charge.
        if !matches!(event.what, What::Report { .. }) {
            jobs::bill::charge_due(&self.app).await?;
        }
        let reason = match happened {
            Ok(Effect::Done) => None,
            Ok(Effect::Nothing(reason)) => Some(reason),
            Ok(Effect::Ordered(id)) => self.declined(id).await?,
            Err(Failure::Refused(refusal)) => Some(word(&refusal)),
            Err(broken) => return Err(broken),
        };
        let (at, name) = (event.written_at.clone(), event.what.name());
        self.refused.extend(reason.map(|reason| RefusedEvent { at, event: name, reason }));
        Ok(())
    }

    /// Takes reports one after the other, each at its own time.
    async fn report(&mut self, events: &[&Event]) -> Done<()> {
        let (account, id) = (self.account, self.subscription);
        let mut reports = Vec::with_capacity(events.len());
        for event in events {
            let What::Report { made_at, report } = event.what.clone() else { continue };
            let instance = *self.instances.entry(report.instance.clone()).or_default();
            self.set_clock(event.at);
            reports.push((self.ctx(), written(report, made_at, instance, id)));
        }
        let accept = move |tx: &mut Tx<'_>| -> Done<Vec<Option<&'static str>>> {
            let mut reasons = Vec::with_capacity(reports.len());
            for (ctx, report) in &reports {
                // What is refused changed nothing.
                reasons.push(match actions::instances::accept_unsigned_report(tx, ctx, account, report) {
                    Ok(_) => None,
                    Err(Failure::Refused(refusal)) => Some(word(&refusal)),
                    Err(broken) => return Err(broken),
                });
            }
            Ok(reasons)
        };
        let reasons = self.app.db.write(accept).await?;
        for (event, reason) in events.iter().zip(reasons) {
            let (at, name) = (event.written_at.clone(), event.what.name());
            self.refused.extend(reason.map(|reason| RefusedEvent { at, event: name, reason }));
        }
        Ok(())
    }

    async fn declined(&self, id: crate::domain::ids::OrderId) -> Done<Option<&'static str>> {
        let account = self.account;
        let order = self.app.db.read(move |c| store::orders::find(c, account, id)).await.map_err(Failure::from)?;
        Ok(order.filter(|o| o.state == OrderState::Declined).map(|_| "card_declined"))
    }

    async fn attempt(&mut self, what: &What) -> Done<Effect> {
        let (ctx, account, id) = (self.ctx(), self.account, self.subscription);
        let db = self.app.db.clone();
        match what.clone() {
            What::Report { made_at, report } => {
                let instance = *self.instances.entry(report.instance.clone()).or_default();
                let report = written(report, made_at, instance, id);
                db.write(move |tx| actions::instances::accept_unsigned_report(tx, &ctx, account, &report)).await?;
                Ok(Effect::Done)
            }
            What::BuySeats(seats) => {
                let wish = wish(seats);
                db.write(move |tx| actions::billing::orders::buy_seats(tx, &ctx, Owned::new(account, id), &wish))
                    .await
                    .map(Effect::Ordered)
            }
            What::Renew { seats } => {
                let wish = wish(seats);
                db.write(move |tx| actions::billing::orders::buy_next_term(tx, &ctx, Owned::new(account, id), &wish))
                    .await
                    .map(Effect::Ordered)
            }
            What::Cancel { reason } => {
                let done = db.write(move |tx| {
                    actions::renewals::cancel_renewal(tx, &ctx, Owned::new(account, id), reason.as_deref())
                });
                Ok(if done.await? { Effect::Done } else { Effect::Nothing("already_cancelled") })
            }
            What::Resume => {
                let done = db.write(move |tx| actions::renewals::resume_renewal(tx, &ctx, account, id));
                Ok(if done.await? { Effect::Done } else { Effect::Nothing("not_cancelled") })
            }
            What::Card(card) => self.card(card).await,
            What::Dispute { term, quarter, reason } => {
                let which = Which::Quarter { term, quarter };
                let contested = Contested { of: Owned::new(account, id), which };
                db.write(move |tx| actions::disputes::dispute_reconciliation(tx, &ctx, contested, reason.as_deref()))
                    .await?;
                Ok(Effect::Done)
            }
            What::Waive { term, quarter, reason } => {
                let which = Which::Quarter { term, quarter };
                let contested = Contested { of: Owned::new(account, id), which };
                db.write(move |tx| {
                    let reason = reason.as_deref().unwrap_or("waived");
                    actions::disputes::waive_reconciliation(tx, &ctx, contested, reason)
                })
                .await?;
                Ok(Effect::Done)
            }
            What::Reject { term, quarter, reason } => {
                let contested = Contested { of: Owned::new(account, id), which: Which::Quarter { term, quarter } };
                db.write(move |tx| {
                    let answer = reason.as_deref().unwrap_or("rejected");
                    actions::disputes::end_dispute(tx, &ctx, contested, Decision::Rejected { answer })
                })
                .await?;
                Ok(Effect::Done)
            }
            What::Correct { term, quarter, max, reason } => {
                let contested = Contested { of: Owned::new(account, id), which: Which::Quarter { term, quarter } };
                db.write(move |tx| {
                    let answer = reason.as_deref().unwrap_or("corrected");
                    actions::disputes::end_dispute(tx, &ctx, contested, Decision::Corrected { max, answer })
                })
                .await?;
                Ok(Effect::Done)
            }
        }
    }

    /// The bank begins to decline; or the customer puts a card on file that works.
    async fn card(&self, card: WrittenCard) -> Done<Effect> {
        let Provider::Local(bank) = &self.app.provider else { return Ok(Effect::Done) };
        bank.refuse(card == WrittenCard::Declines);
        let account = self.account;
        let pays = self.app.db.read(move |c| store::accounts::find(c, account)).await.map_err(Failure::from)?;
        let by_card = pays.is_some_and(|a| a.payment == Payment::Card);
        if card == WrittenCard::Works && by_card {
            let ctx = self.ctx();
            self.app.db.write(move |tx| actions::billing::cards::add_card(tx, &ctx, account, &working_card())).await?;
        }
        Ok(Effect::Done)
    }
}

/// What came of an event.
enum Effect {
    Done,
    /// Nothing changed, for this reason.
    Nothing(&'static str),
    /// Something was ordered; the card may be declined yet.
    Ordered(crate::domain::ids::OrderId),
}

fn wish(seats: i64) -> Wish {
    Wish::new(seats, Uuid::now_v7().to_string())
}

fn working_card() -> NewCard {
    let card = Behaviour::Works;
    NewCard { reference: card.as_str().to_owned(), last_digits: card.last_digits().to_owned() }
}

fn written(report: WrittenReport, made_at: Instant, instance: InstanceId, subscription: SubscriptionId) -> Report {
    Report {
        by: report.by(),
        instance,
        subscription,
        hostname: report.instance,
        environment: report.environment,
        version: report.version,
        at: made_at,
        active: report.active,
        inactive: report.inactive,
        billable: report.billable,
        reported_max: report.max,
        daily: report.history.iter().map(|Object(day)| (day.day, day.billable)).collect(),
        signed: None,
    }
}

/// Opens everything a scenario begins with, at 00:00Z of its anchor.
fn open(tx: &mut Tx<'_>, operator: &Ctx, scenario: &Scenario) -> Done<(AccountId, SubscriptionId, PersonId)> {
    let operator = Ctx { now: midnight(scenario.subscription.anchor), ..operator.clone() };
    let account = account(scenario);
    actions::accounts::open_account(tx, &operator, &account)?;
    let person = person(tx, &operator, account.id)?;
    let ctx = Ctx { who: Actor::Person(person), ..operator.clone() };
    for role in ContactRole::ALL {
        actions::contacts::add_contact(tx, &ctx, account.id, &contact(*role)?)?;
    }
    let product = Product::new("product", "Product", scenario.policy.clone());
    let written = &scenario.subscription;
    let prices: Vec<_> = scenario.prices.iter().map(|p| (scenario.tier, written.term_months, *p)).collect();
    actions::accounts::list_product(tx, &operator, &product, &prices)?;
    if account.payment == Payment::Card {
        actions::billing::cards::add_card(tx, &ctx, account.id, &working_card())?;
    }
    let subscription = Subscription {
        id: SubscriptionId::new(),
        account: account.id,
        number: "S-1".to_owned(),
        product: product.id,
        tier: scenario.tier,
        deployment: written.deployment(),
        anchor: written.anchor,
        term_months: written.term_months,
        currency: scenario.currency,
        opted_out: written.opted_out,
        cloud_licensed: written.cloud_licensed,
        offline_quarterly: scenario.offline_quarterly,
    };
    let first = Purchase { seats: written.seats, per_seat: scenario.per_seat };
    actions::subscriptions::open_subscription(tx, &operator, &subscription, first)?;
    if written.hold {
        actions::pauses::pause_billing(tx, &ctx, Owned::new(account.id, subscription.id), "from the start")?;
    }
    if !written.auto_renew {
        actions::renewals::begin_turned_off(tx, &ctx, account.id, subscription.id)?;
    }
    Ok((account.id, subscription.id, person))
}

fn account(scenario: &Scenario) -> Account {
    Account {
        id: AccountId::new(),
        number: "A-1".to_owned(),
        name: "Customer".to_owned(),
        language: Language::En,
        payment: scenario.account.payment(),
        reseller: scenario.account.reseller.then(|| "Reseller".to_owned()),
        address: String::new(),
        vat_id: None,
        tax_basis_points: 0,
        po_required: scenario.account.po_required,
        public_sector: scenario.account.public_sector,
    }
}

fn person(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId) -> Done<PersonId> {
    let new = NewPerson {
        email: "owner@customer.example".parse().map_err(Failure::broken)?,
        name: "Owner".to_owned(),
        language: None,
        is_staff: true,
        password_hash: None,
        memberships: vec![(account, Role::Owner)],
    };
    actions::people::add_person(tx, ctx, &new)
}

fn contact(role: ContactRole) -> Done<Contact> {
    let email = format!("{role}@customer.example").parse().map_err(Failure::broken)?;
    Ok(Contact::new(role, email, role.as_str().to_owned(), None))
}

/// The word for a refusal.
fn word(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Renewal(refused) => renewal_word(*refused),
        Refusal::Order(refused) => match refused {
            order::OrderRefused::NoRunningTerm => "ended",
            order::OrderRefused::Reseller => "reseller",
            order::OrderRefused::NotPaid => "community_or_trial",
            order::OrderRefused::Quantity { .. } => "quantity",
            order::OrderRefused::CardDeclined => "card_declined",
            order::OrderRefused::Amount => "amount_too_large",
            order::OrderRefused::Changed => "changed",
            order::OrderRefused::FormUsed => "form_used",
        },
        Refusal::Reconciliation(refused) => match refused {
            crate::domain::dispute::DisputeRefused::Reconciled { .. } => "already_settled",
            crate::domain::dispute::DisputeRefused::NotReconciledYet => "not_settled_yet",
            crate::domain::dispute::DisputeRefused::Maximum { .. } => "maximum",
            crate::domain::dispute::DisputeRefused::NoDispute => "not_disputed",
            crate::domain::dispute::DisputeRefused::Decided => "already_decided",
        },
        Refusal::InstanceId(crate::domain::instance_id::InstanceRefused::Message(refused)) => match refused {
            instance_id::InstanceIdRefused::Ahead { .. } => "stamped_ahead",
            instance_id::InstanceIdRefused::DayAhead { .. } => "history_ahead",
            instance_id::InstanceIdRefused::Negative { .. } => "negative_count",
            instance_id::InstanceIdRefused::MaxBelowBillable { .. } => "max_below_billable",
            _ => "refused",
        },
        Refusal::Missing => "unknown",
        _ => "refused",
    }
}

fn renewal_word(refused: renewal::RenewalRefused) -> &'static str {
    match refused {
        renewal::RenewalRefused::TooLate { .. } => "too_late",
        renewal::RenewalRefused::NotRenewing { why } => why.as_str(),
        renewal::RenewalRefused::TooEarly { .. } => "too_early",
        renewal::RenewalRefused::RenewedAlready { .. } => "already_renewed",
        renewal::RenewalRefused::BelowActive { .. } => "below_active",
    }
}
