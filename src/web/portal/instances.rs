//! Instances: pasting an instance ID, looking at what it says, linking, and the page of a linked one (R31, R33, R36).

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use seatsync_agent::instance_id::{Claims, Outcome, OutcomeResult, Update, UpdateMode};
use seatsync_agent::wire::MAX_TEXT;

use super::tokens;
use crate::actions::instances::open_instance_id;
use crate::actions::releases::published::Published;
use crate::actions::{self, Done, Failure, Refusal};
use crate::domain::calendar::{Day, Instant};
use crate::domain::ids::{AccountId, InstanceId, Owned, ReceivedId, SubscriptionId};
use crate::domain::instance::{AlertKind, Instance, PRODUCTION, ReportedBy, is_overtaken};
use crate::domain::language::Language;
use crate::domain::license::Phase;
use crate::domain::release::Flaw;
use crate::domain::release::UpdatePolicy;
use crate::domain::role::Right;
use crate::domain::subscription::Contract;
use crate::http::badge::Badge;
use crate::http::form::{Fields, Problem};
use crate::http::redirects::see_other;
use crate::http::time::Stamp;
use crate::store::instances::Received;
use crate::store::tokens::Token;
use crate::store::{self, Conn, Stored};
use crate::urls;
use crate::web::error::WebError;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::{Look, On, Technical, TheInstance, TheReceivedId, TheSubscription};
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::refusals;
use crate::web::views::bought::{Bought, capital};
use crate::web::views::health::{health, severity, severity_class};
use crate::web::views::licenses::{LicenseLine, licenses};
use crate::web::visit::Visit;
use crate::words::{self, t};

/// The field an instance ID is pasted into.
const FIELD: &str = "instance-id";
/// Tokens listed on an instance's page.
const TOKENS_SHOWN: i64 = 10;

/// The page to paste an instance ID on.
#[derive(Template)]
#[template(path = "portal/instances/new.html")]
struct PastePage {
    frame: Frame,
    bought: Bought,
    typed: String,
    /// What was typed is too long to show again.
    is_dropped: bool,
    problem: Option<Problem>,
}

/// Where a received instance ID stands.
#[derive(Debug, PartialEq, Eq)]
enum ReceivedState {
    /// It can be confirmed.
    Open,
    /// It was confirmed, then.
    Taken(Stamp),
    /// A newer one was confirmed first.
    Outdated,
}

/// More users than seats.
struct Over {
    users: i64,
    shown: String,
    /// When that is reconciled, if it is within the year.
    reconciled_on: Option<Stamp>,
}

/// The page that shows what an instance ID says.
#[derive(Template)]
#[template(path = "portal/instances/received.html")]
struct ReceivedPage {
    frame: Frame,
    bought: Bought,
    id: ReceivedId,
    instance: InstanceId,
    stand: ReceivedState,
    /// Since when the instance is linked; none at the first contact.
    linked: Option<Stamp>,
    hostname: String,
    product: String,
    version: String,
    environment: String,
    counts: bool,
    tier: String,
    billable: String,
    active: String,
    inactive: String,
    max: String,
    days: i64,
    history: Option<(Stamp, Stamp)>,
    written: Stamp,
    number: String,
    licenses: String,
    operational: Option<String>,
    optional: Option<String>,
    exact: String,
    over: Option<Over>,
}

/// One token in the list of an instance's page.
struct TokenLine {
    href: String,
    made: Stamp,
    answers: String,
}

/// One flaw of the version an instance runs.
struct FlawRow {
    severity: Badge,
    name: String,
    title: String,
    url: Option<String>,
    fixed_in: String,
}

/// How an update ended.
struct OutcomeLine {
    /// “Version 17.4.3 was installed on”.
    text: String,
    at: Stamp,
    /// Why not, in the words of the instance; empty if it was.
    detail: String,
    is_done: bool,
}

#[derive(Template)]
#[template(path = "portal/instances/show.html")]
struct InstancePage {
    frame: Frame,
    bought: Bought,
    id: InstanceId,
    hostname: String,
    may_make: bool,
    /// The last report has its token already.
    is_answered: bool,
    version: String,
    environment: String,
    counts: bool,
    last_report: Stamp,
    number: String,
    billable: String,
    active: String,
    max: String,
    in_force: Option<LicenseLine>,
    linked: Stamp,
    health: Vec<Badge>,
    is_linked: bool,
    /// It sends its messages itself.
    syncs: bool,
    heard: Stamp,
    /// When the next message is expected; none if that is past.
    next_sync: Option<Stamp>,
    /// Whether it is known which flaws its version has.
    is_comparable: bool,
    flaws: Vec<FlawRow>,
    /// The version that mends them all, or that was asked for.
    update_to: Option<String>,
    patches: bool,
    upgrade_asked: Option<Stamp>,
    /// How the last update ended, as the instance told.
    outcome: Option<OutcomeLine>,
    /// It is to patch by itself, and told that it cannot.
    cannot_patch: bool,
    /// What was noticed, and on which day.
    notes: Vec<(String, Stamp)>,
    licenses: Vec<LicenseLine>,
    tokens: Vec<TokenLine>,
}

/// `GET /subscriptions/{number}/instances/new`
pub async fn new(on: On<TheSubscription, Technical>) -> Result<HttpResponse, WebError> {
    let bought = bought(&on, on.account, on.id).await?;
    on.show(&paste_page(&on, bought, String::new(), None))
}

/// `POST /subscriptions/{number}/instance-ids`
///
/// # Errors
/// The subscription is gone; otherwise the page again, with what is wrong.
pub async fn look(on: On<TheSubscription, Technical>, fields: Fields) -> Result<HttpResponse, WebError> {
    let typed = fields.text(FIELD);
    let problem = if typed.trim().is_empty() {
        t!(on.language, "instance-id-empty")
    } else {
        match read(&on, on.account, on.id, typed).await {
            Ok(id) => return Ok(see_other(&urls::received(id))),
            Err(Failure::Refused(Refusal::InstanceId(refused))) => refusals::sentence(on.language, &refused),
            Err(failure) => return Err(failure.into()),
        }
    };
    let bought = bought(&on, on.account, on.id).await?;
    let page = paste_page(&on, bought, typed.to_owned(), Some(problem));
    on.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Takes the seal off, which needs no database, and then looks.
async fn read(visit: &Visit, account: AccountId, id: SubscriptionId, text: &str) -> Result<ReceivedId, Failure> {
    let message = open_instance_id(&visit.app.keys(), text)?;
    let ctx = visit.ctx();
    Ok(visit
        .app
        .db
        .write(move |tx| actions::instances::check_instance_id(tx, &ctx, Owned::new(account, id), message))
        .await??)
}

async fn bought(visit: &Visit, account: AccountId, id: SubscriptionId) -> Result<Bought, WebError> {
    let found = visit.app.db.read(move |c| {
        let Some(subscription) = store::subscriptions::find(c, account, id)? else { return Ok(None) };
        let product = store::products::find(c, subscription.product)?;
        Stored::Ok(product.map(|product| Bought::of(&subscription, &product)))
    });
    found.await?.ok_or(WebError::Missing)
}

fn paste_page(visit: &Visit, bought: Bought, typed: String, problem: Option<String>) -> PastePage {
    let is_dropped = typed.len() > MAX_TEXT;
    PastePage {
        // After a form the address is not the page's own, and the language is switched on the page.
        frame: Frame { path: urls::new_instance(&bought.number), ..visit.frame(Section::Subscriptions) },
        bought,
        typed: if is_dropped { String::new() } else { typed },
        is_dropped,
        problem: problem.map(|text| Problem { field: FIELD, text }),
    }
}

/// `GET /instance-ids/{received}`
pub async fn received(on: On<TheReceivedId, Technical>) -> Result<HttpResponse, WebError> {
    let (account, id) = (on.account, on.id);
    let found = on.app.db.read(move |c| find_received(c, account, id)).await?;
    let (received, contract, known) = found.ok_or(WebError::Missing)?;
    on.show(&received_page(on.frame(Section::Subscriptions), &received, &contract, known.as_ref(), on.today())?)
}

type Seen = (Received, Contract, Option<Instance>);

fn find_received(c: &mut Conn<'_>, account: AccountId, id: ReceivedId) -> Stored<Option<Seen>> {
    let Some(received) = store::instances::find_received(c, account, id)? else { return Ok(None) };
    let known = store::instances::find(c, account, received.instance)?;
    let contract = store::contracts::find(c, account, received.subscription)?;
    Ok(contract.map(|contract| (received, contract, known)))
}

fn received_page(
    frame: Frame,
    received: &Received,
    contract: &Contract,
    known: Option<&Instance>,
    today: Day,
) -> Result<ReceivedPage, WebError> {
    let claims: Claims = serde_json::from_value(received.claims.clone()).map_err(WebError::broken)?;
    let l = frame.language;
    let day = |entry: Option<&(Day, u64)>| entry.map(|(day, _)| Stamp::day(l, *day));
    let days = || claims.daily.iter();
    Ok(ReceivedPage {
        bought: Bought::in_contract(contract),
        id: received.id,
        instance: received.instance,
        stand: stand(l, received, &claims, known),
        linked: known.map(|i| Stamp::day(l, i.linked_at.date_naive())),
        hostname: claims.hostname.clone(),
        product: contract.product.name.clone(),
        version: claims.version.clone(),
        environment: claims.environment.clone(),
        counts: claims.environment == PRODUCTION,
        tier: capital(&claims.tier),
        billable: words::number(l, claims.users.billable),
        active: words::number(l, claims.users.active),
        inactive: words::number(l, claims.users.inactive),
        max: words::number(l, claims.users.max),
        days: i64::try_from(claims.daily.len()).unwrap_or(i64::MAX),
        history: day(days().min()).zip(day(days().max())),
        written: Stamp::moment(l, claims.iat),
        number: words::number(l, claims.seq),
        licenses: words::number(l, claims.licenses.len()),
        operational: Some(figures(l, &claims.service.operational)).filter(|f| !f.is_empty()),
        optional: claims.service.optional.as_ref().map(|f| figures(l, f)),
        exact: serde_json::to_string_pretty(&received.claims).map_err(WebError::broken)?,
        over: over(l, contract, &claims, today),
        frame,
    })
}

fn stand(l: Language, received: &Received, claims: &Claims, known: Option<&Instance>) -> ReceivedState {
    match (received.accepted_at, known) {
        (Some(at), _) => ReceivedState::Taken(Stamp::moment(l, at)),
        (None, Some(known)) if is_overtaken(known, received.seq, claims.iat, received.proves_code) => {
            ReceivedState::Outdated
        }
        (None, _) => ReceivedState::Open,
    }
}

/// By how much the users it tells of exceed the seats; instances that do not count exceed nothing (R5).
fn over(l: Language, contract: &Contract, claims: &Claims, today: Day) -> Option<Over> {
    let seats = contract.terms_on(today).running()?.seats;
    let users = i64::try_from(claims.users.billable).ok()?.saturating_sub(seats);
    if users <= 0 || claims.environment != PRODUCTION {
        return None;
    }
    let reconciled_on = contract.reconciled_on(today, claims.iat.date_naive()).map(|day| Stamp::day(l, day));
    Some(Over { users, shown: words::number(l, users), reconciled_on })
}

/// “projects: 311, groups: 20”, in the product's own words.
fn figures(l: Language, figures: &BTreeMap<String, u64>) -> String {
    let told: Vec<String> =
        figures.iter().map(|(name, count)| format!("{name}: {}", words::number(l, *count))).collect();
    told.join(", ")
}

/// `POST /instance-ids/{received}/link`
///
/// # Errors
/// It is gone; otherwise the page to paste another one on, with what is wrong.
pub async fn link(on: On<TheReceivedId, Technical>, _fields: Fields) -> Result<HttpResponse, WebError> {
    let (account, id, ctx) = (on.account, on.id, on.ctx());
    match on.app.db.write(move |tx| actions::instances::link_instance(tx, &ctx, account, id)).await {
        Ok(linked) => {
            let flash = if linked.is_first { Flash::Linked } else { Flash::Reported };
            Ok(see_other_saying(&on, &urls::instance(linked.instance), flash))
        }
        Err(Failure::Refused(Refusal::InstanceId(refused))) => {
            let problem = refusals::sentence(on.language, &refused);
            let found = on.app.db.read(move |c| store::instances::find_received(c, account, id)).await?;
            let subscription = found.ok_or(WebError::Missing)?.subscription;
            let bought = bought(&on, account, subscription).await?;
            on.show_as(StatusCode::CONFLICT, &paste_page(&on, bought, String::new(), Some(problem)))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Everything the page of an instance shows.
struct ShownInstance {
    instance: Instance,
    contract: Contract,
    alerts: Vec<(AlertKind, Instant)>,
    tokens: Vec<Token>,
    published: Published,
    /// What its last message that is kept told of updates.
    update: Option<Update>,
}

/// `GET /instances/{instance}`
pub async fn show(on: On<TheInstance, Look>) -> Result<HttpResponse, WebError> {
    let (account, id) = (on.account, on.id);
    let now = on.now;
    let known = on.app.db.read(move |c| find_known(c, account, id, now)).await?.ok_or(WebError::Missing)?;
    let may_make = on.role.has(Right::Technical);
    on.show(&instance_page(on.frame(Section::Subscriptions), &known, may_make, on.now)?)
}

fn find_known(c: &mut Conn<'_>, account: AccountId, id: InstanceId, now: Instant) -> Done<Option<ShownInstance>> {
    let Some(instance) = store::instances::find(c, account, id)? else { return Ok(None) };
    let Some(contract) = store::contracts::find(c, account, instance.subscription)? else { return Ok(None) };
    Ok(Some(ShownInstance {
        alerts: store::instances::alerts_of(c, account, id, now)?,
        tokens: store::tokens::list(c, account, id, TOKENS_SHOWN)?,
        published: actions::releases::published::published(c, contract.product.id)?,
        update: newest_claims(c, account, &instance)?.map(|claims| claims.update),
        instance,
        contract,
    }))
}

/// What an instance told last, if its message is kept.
fn newest_claims(c: &mut Conn<'_>, account: AccountId, instance: &Instance) -> Done<Option<Claims>> {
    let claims = match instance.reports_by {
        ReportedBy::Sync => store::messages::list(c, account, instance.id, 1)?.pop().map(|(_, claims)| claims),
        ReportedBy::Paste => store::instances::taken(c, account, instance.id, 1)?.pop().map(|taken| taken.claims),
        ReportedBy::Api => None,
    };
    claims.map(|claims| serde_json::from_value(claims).map_err(Failure::broken)).transpose()
}

fn instance_page(frame: Frame, known: &ShownInstance, may_make: bool, now: Instant) -> Result<InstancePage, WebError> {
    let (l, instance, today) = (frame.language, &known.instance, now.date_naive());
    let found = instance.flaws(&known.published.advisories);
    let is_asked = instance.upgrade_asked_at.is_some();
    // What it is told of now, or would be told of were it asked for.
    let told = |is_asked| known.published.update(&instance.version, instance.update_policy, is_asked);
    let update = told(is_asked).or_else(|| told(true));
    let counted = known.contract.counts.iter().find(|c| c.instance.id == instance.id).and_then(|c| c.last);
    let licenses = licenses(l, &known.contract, today);
    Ok(InstancePage {
        bought: Bought::in_contract(&known.contract),
        id: instance.id,
        hostname: instance.hostname.clone(),
        may_make,
        is_answered: known.tokens.iter().any(|token| token.answers_seq == instance.last_seq),
        version: instance.version.clone(),
        environment: instance.environment.clone(),
        counts: instance.counts(),
        last_report: Stamp::moment(l, instance.last_report_at),
        number: words::number(l, instance.last_seq),
        billable: words::number(l, counted.map_or(0, |c| c.billable)),
        active: words::number(l, counted.map_or(0, |c| c.active)),
        max: words::number(l, instance.term_max),
        in_force: licenses.iter().find(|line| line.phase == Phase::Current).cloned(),
        linked: Stamp::day(l, instance.linked_at.date_naive()),
        health: health(l, instance, &known.published.advisories, now),
        is_linked: instance.unlinked_at.is_none(),
        syncs: instance.reports_by == ReportedBy::Sync,
        heard: Stamp::moment(l, instance.heard_at),
        next_sync: Some(instance.next_sync(instance.heard_at)).filter(|at| *at > now).map(|at| Stamp::moment(l, at)),
        is_comparable: found.is_some(),
        flaws: found.iter().flatten().map(|flaw| flaw_row(l, flaw)).collect(),
        update_to: update.map(|update| update.to),
        patches: instance.update_policy == UpdatePolicy::Patch,
        upgrade_asked: instance.upgrade_asked_at.map(|at| Stamp::moment(l, at)),
        outcome: known.update.as_ref().and_then(|told| told.outcome.as_ref()).map(|outcome| outcome_line(l, outcome)),
        cannot_patch: (instance.update_policy == UpdatePolicy::Patch || is_asked)
            && known.update.as_ref().is_some_and(|told| told.mode == UpdateMode::Warn),
        notes: notes(l, known),
        licenses,
        tokens: known.tokens.iter().map(|token| token_line(l, token)).collect::<Result<_, _>>()?,
        frame,
    })
}

/// Each kind of alert once, as it was noticed last.
fn notes(l: Language, known: &ShownInstance) -> Vec<(String, Stamp)> {
    let newest = |kind| known.alerts.iter().find(move |(k, _)| *k == kind);
    let note = |(kind, at): &(AlertKind, _)| Some((alert_text(l, *kind)?, Stamp::moment(l, *at)));
    AlertKind::ALL.iter().copied().filter_map(newest).filter_map(note).collect()
}

/// What an alert says to the customer; none for what helps staff alone.
fn alert_text(l: Language, kind: AlertKind) -> Option<String> {
    Some(match kind {
        AlertKind::FallingMaximum => t!(l, "instance-alert-falling"),
        AlertKind::UnparsableVersion => t!(l, "instance-alert-version"),
        AlertKind::StaleCount => t!(l, "instance-alert-stale"),
        AlertKind::ForkedSequence => t!(l, "instance-alert-forked"),
        AlertKind::TooManyInstances => t!(l, "instance-alert-too-many"),
        AlertKind::ClockOff => t!(l, "instance-alert-clock"),
        AlertKind::LeftProduction => t!(l, "instance-alert-left-production"),
        AlertKind::RepeatedTrial | AlertKind::UndeliverableMail | AlertKind::UnprintableName => return None,
    })
}

fn flaw_row(l: Language, flaw: &Flaw<'_>) -> FlawRow {
    let advisory = flaw.advisory;
    FlawRow {
        severity: Badge { class: severity_class(advisory.severity), text: severity(l, advisory.severity) },
        name: advisory.name.clone(),
        title: advisory.title.clone(),
        url: advisory.url.clone(),
        fixed_in: flaw.fixed_in.to_owned(),
    }
}

fn outcome_line(l: Language, outcome: &Outcome) -> OutcomeLine {
    let is_done = outcome.result == OutcomeResult::Done;
    let text = match is_done {
        true => t!(l, "instance-outcome-done", version = outcome.to.as_str()),
        false => t!(l, "instance-outcome-failed", version = outcome.to.as_str()),
    };
    OutcomeLine { text, at: Stamp::moment(l, outcome.at), detail: outcome.detail.clone().unwrap_or_default(), is_done }
}

fn token_line(l: Language, token: &Token) -> Result<TokenLine, WebError> {
    Ok(TokenLine {
        href: urls::token(token.instance, token.id),
        made: Stamp::moment(l, token.made_at),
        answers: words::number(l, tokens::content(token)?.ack.seq),
    })
}

#[cfg(test)]
mod tests {
    use super::super::cast_tests::{self, LANGUAGES, check, day, frame};
    use super::*;

    fn paste(l: Language, typed: &str, problem: Option<Problem>) -> String {
        let bought = Bought { number: "S-1042".to_owned(), what: "Beacon Desk Premium".to_owned() };
        let page = PastePage { frame: frame(l), bought, typed: typed.to_owned(), is_dropped: false, problem };
        page.render().unwrap()
    }

    fn told(l: Language, received: &Received, known: Option<&Instance>) -> String {
        let contract = cast_tests::contract(known.map_or(&[], std::slice::from_ref));
        received_page(frame(l), received, &contract, known, day("2026-11-24")).unwrap().render().unwrap()
    }

    #[test]
    fn a_refused_instance_id_stays_in_the_field_beside_the_sentence() {
        for l in LANGUAGES {
            check("paste", &paste(l, "", None));
            let problem = Problem { field: FIELD, text: "Wrong.".to_owned() };
            let html = paste(l, "<eyJ", Some(problem));
            check("paste-error", &html);
            assert_eq!(html.matches("Wrong.").count(), 2);
            assert!(html.contains("&#60;eyJ</textarea>"), "{html}");
            assert!(html.contains(&format!("<title>{} ", t!(l, "error-prefix"))));
        }
    }

    #[test]
    fn a_first_contact_is_linked_and_a_known_instance_only_reports() {
        let instance = cast_tests::instance();
        for l in LANGUAGES {
            let first = told(l, &cast_tests::received(&instance, 18), None);
            check("told", &first);
            assert!(first.contains(&t!(l, "instance-link", number = "S-1042")));
            assert!(first.contains(&t!(l, "instance-over", over = 15, shown = "15")));
            assert!(
                first.contains(&t!(l, "instance-over-reconciled")) && first.contains("<time datetime=\"2026-12-03\">")
            );
            assert!(first.contains(&t!(l, "instance-switched-off")));
            assert!(!first.contains("<b>"));
            let further = told(l, &cast_tests::received(&instance, 18), Some(&instance));
            check("told-known", &further);
            assert!(further.contains(&t!(l, "instance-accept")));
        }
    }

    #[test]
    fn a_used_or_overtaken_instance_id_cannot_be_confirmed() {
        let instance = cast_tests::instance();
        let taken = Received {
            accepted_at: Some(cast_tests::at("2026-11-24T08:36:00Z")),
            ..cast_tests::received(&instance, 17)
        };
        for l in LANGUAGES {
            let html = told(l, &taken, Some(&instance));
            check("told-taken", &html);
            assert!(html.contains(&t!(l, "instance-accepted")) && !html.contains("/link\""));
            let late = told(l, &cast_tests::received(&instance, 16), Some(&instance));
            check("told-late", &late);
            assert!(late.contains(&t!(l, "instance-outdated")) && !late.contains("/link\""));
        }
    }

    #[test]
    fn users_of_an_instance_for_trying_out_exceed_nothing() {
        let trying_out = Instance { environment: "staging".to_owned(), ..cast_tests::instance() };
        let html = told(Language::En, &cast_tests::received(&trying_out, 1), None);
        assert!(html.contains("Its users take no seats."));
        assert!(!html.contains("more than seats"));
    }

    #[test]
    fn only_who_may_make_tokens_finds_the_button() {
        let instance = cast_tests::instance();
        let published = Published { releases: vec![], advisories: vec![], support: vec![] };
        let known = ShownInstance {
            contract: cast_tests::contract(std::slice::from_ref(&instance)),
            alerts: vec![(AlertKind::FallingMaximum, cast_tests::at("2026-11-24T08:36:00Z"))],
            tokens: vec![cast_tests::token(&instance)],
            published,
            update: None,
            instance,
        };
        for l in LANGUAGES {
            let page = |may| {
                instance_page(frame(l), &known, may, cast_tests::at("2026-11-24T09:00:00Z")).unwrap().render().unwrap()
            };
            check("instance", &page(true));
            check("instance-viewer", &page(false));
            let button = t!(l, "instance-offline");
            assert!(page(true).contains(&button) && page(true).contains("/tokens/"));
            assert!(!page(false).contains(&button) && !page(false).contains("/tokens/"));
            for phase in ["instance-phase-past", "instance-phase-current", "instance-phase-future"] {
                assert!(page(false).contains(&l.catalogue().get(phase)));
            }
        }
    }
}
