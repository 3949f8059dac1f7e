//! What the sample instance's page says, already decided and in words.

use askama::Template;
use chrono::TimeDelta;
use seatsync_agent::activation_code::NotAnActivationCode;
use seatsync_agent::history::{Entry, Phase};
use seatsync_agent::license::License;
use seatsync_agent::standing::Standing;
use seatsync_agent::sync::SyncFailed;
use seatsync_agent::token::TokenRefused;

use super::{Look, PRODUCT, Product, Told};
use crate::demo::page::{Call, Frame};
use crate::domain::calendar::{Instant, days_after};
use crate::domain::language::Language;
use crate::http::badge::Badge;
use crate::http::form::Problem;
use crate::http::time::Stamp;
use crate::words::{self, t};

/// What a refused form held, to be shown again.
#[derive(Default)]
pub(super) struct Typed {
    /// Active, inactive and billable users.
    pub(super) counts: Option<[String; 3]>,
    pub(super) token: String,
    /// An activation code.
    pub(super) code: String,
}

/// The page.
#[derive(Template)]
#[template(path = "demo/instance/show.html")]
pub(super) struct Show {
    frame: Frame,
    problem: Option<Problem>,
    /// The instance's own time.
    clock: Stamp,
    portal: String,
    in_force: InForce,
    last_id: Option<(String, Stamp)>,
    token: String,
    code: String,
    /// Whether it has a token already: then it needs no code.
    is_linked: bool,
    /// Stamp it syncs next by itself, if it does.
    next_sync: Option<Stamp>,
    counts: [Count; 3],
    history: Vec<HistoryLine>,
}

/// A count of users in the form.
struct Count {
    name: &'static str,
    label: String,
    value: String,
}

/// The license in force, or why there is none.
struct InForce {
    badge: Badge,
    text: String,
    /// Stamp a license that lies ahead starts, and how long that is.
    next: Option<String>,
    /// Users that take a seat, and of how many.
    seats: (String, String),
    /// Widths in percent: seats used, and users above.
    bar: Option<(String, String)>,
    facts: Vec<(String, String)>,
    /// What the vendor has to say.
    notices: Vec<String>,
}

/// A line of the license history.
struct HistoryLine {
    class: &'static str,
    badge: Badge,
    title: String,
    from: Stamp,
    to: Stamp,
    note: String,
}

impl Show {
    pub(super) fn new(call: &Call, product: &Product, look: &Look, problem: Option<Problem>, typed: Typed) -> Self {
        let l = call.language;
        let users = look.state.usage.users();
        let known = || [users.active, users.inactive, users.billable].map(|n| n.to_string());
        let [active, inactive, billable] = typed.counts.unwrap_or_else(known);
        let flash = call.told::<Told>().map(|told| done(l, told));
        let hostname = product.hostname.as_str();
        Self {
            frame: call.frame(PRODUCT, t!(l, "demo-instance-at", hostname = hostname), flash),
            problem,
            clock: Stamp::moment(l, look.now),
            portal: product.portal.clone(),
            in_force: InForce::new(l, look),
            last_id: look.last_id.as_ref().map(|id| (id.text.clone(), Stamp::moment(l, id.made_at))),
            token: typed.token,
            code: typed.code,
            is_linked: !look.state.tokens.is_empty(),
            next_sync: look.state.next_sync.filter(|_| look.syncs).map(|next| Stamp::moment(l, next)),
            counts: [
                Count { name: "active", label: t!(l, "demo-active"), value: active },
                Count { name: "inactive", label: t!(l, "demo-inactive"), value: inactive },
                Count { name: "billable", label: t!(l, "demo-billable"), value: billable },
            ],
            history: look.history.iter().map(|entry| HistoryLine::new(l, entry)).collect(),
        }
    }

    /// What is wrong with the field of this name.
    fn wrong(&self, field: &str) -> Option<&str> {
        self.problem.as_ref().filter(|p| p.field == field).map(|p| p.text.as_str())
    }
}

impl InForce {
    fn new(l: Language, look: &Look) -> Self {
        let tier = capital(&look.permitted.tier);
        let tier = tier.as_str();
        let (class, word, text) = match &look.standing {
            Standing::None => ("off", t!(l, "demo-free"), t!(l, "demo-none-text", tier = tier)),
            Standing::Upcoming { .. } => ("off", t!(l, "demo-free"), t!(l, "demo-upcoming-text", tier = tier)),
            Standing::Active { .. } => ("ok", tier.to_owned(), t!(l, "demo-active-text")),
            Standing::Grace { until, .. } => {
                let day = words::day(l, days_after(until.date_naive(), -1));
                ("warn", t!(l, "demo-grace"), t!(l, "demo-grace-text", day = day))
            }
            Standing::Lapsed { since } => {
                let day = words::day(l, since.date_naive());
                ("late", t!(l, "demo-lapsed"), t!(l, "demo-lapsed-text", day = day, tier = tier))
            }
        };
        let used = look.state.usage.users().billable;
        let seats = match look.permitted.seats {
            Some(seats) => t!(l, "demo-seats", seats = words::number(l, seats)),
            None => t!(l, "demo-users"),
        };
        Self {
            badge: Badge { class, text: word },
            text,
            next: next(l, look),
            seats: (words::number(l, used), seats),
            bar: look.permitted.seats.map(|seats| bar(used, seats)),
            facts: facts(l, look),
            notices: look.state.notices.iter().map(|notice| notice.text.clone()).collect(),
        }
    }
}

/// What a license says and what it permits.
fn facts(l: Language, look: &Look) -> Vec<(String, String)> {
    let tier = capital(&look.permitted.tier);
    let mut facts = vec![(t!(l, "demo-tier"), tier.clone())];
    let mut add = |label: String, value: String| facts.push((label, value));
    if let Some(license) = look.standing.license() {
        if !license.licensee.company.is_empty() {
            add(t!(l, "demo-licensee"), license.licensee.company.clone());
        }
        add(t!(l, "demo-from"), words::day(l, license.starts_on));
        add(t!(l, "demo-last-day"), words::day(l, license.ends_on));
        add(t!(l, "demo-most-users"), words::number(l, look.state.usage.users().max));
    }
    let tier = tier.as_str();
    let features = look.permitted.features.join(", ");
    add(t!(l, "demo-permits"), if features.is_empty() { t!(l, "demo-permits-tier", tier = tier) } else { features });
    for (name, most) in &look.permitted.limits {
        add(t!(l, "demo-limit", name = name.as_str()), words::number(l, *most));
    }
    if let Some(subscription) = &look.state.subscription {
        add(t!(l, "demo-subscription"), subscription.number.clone());
        if let Some(day) = subscription.renews_on {
            add(t!(l, "demo-renews-on"), words::day(l, day));
        }
        if let Some(day) = subscription.next_settlement {
            add(t!(l, "demo-next-reconciliation"), words::day(l, day));
        }
    }
    facts
}

/// The next license on record to start.
fn next(l: Language, look: &Look) -> Option<String> {
    let ahead = look.history.iter().filter(|entry| entry.phase == Phase::Future);
    let license = &ahead.min_by_key(|entry| entry.license.starts_on)?.license;
    let day = words::day(l, license.starts_on);
    let (tier, left) = (capital(&license.tier), time_left(l, license.starts_at() - look.now));
    Some(t!(l, "demo-next", tier = tier, seats = words::number(l, license.seats), day = day, left = left))
}

/// “3 days, 4 hours”, “4 hours, 10 minutes” or “1 minute”: never shorter than it is.
fn time_left(l: Language, left: TimeDelta) -> String {
    let all = (left.num_seconds().max(1) + 59) / 60;
    let (days, hours, minutes) = (all / 1440, all / 60 % 24, all % 60);
    let (d, h) = (t!(l, "demo-days", days = days), t!(l, "demo-hours", hours = hours));
    let m = t!(l, "demo-minutes", minutes = minutes);
    match (days, hours, minutes) {
        (0, 0, _) => m,
        (0, _, 0) => h,
        (0, ..) => format!("{h}, {m}"),
        (_, 0, _) => d,
        (..) => format!("{d}, {h}"),
    }
}

/// Seats used and users above them, in percent of whichever is more.
fn bar(used: u64, seats: u64) -> (String, String) {
    let whole = used.max(seats).max(1);
    let percent = |part: u64| {
        let hundredths = u128::from(part) * 10_000 / u128::from(whole);
        format!("{}.{:02}%", hundredths / 100, hundredths % 100)
    };
    (percent(used.min(seats)), percent(used.saturating_sub(seats)))
}

impl HistoryLine {
    fn new(l: Language, entry: &Entry) -> Self {
        let License { tier, seats, starts_on, ends_on, .. } = &entry.license;
        let (class, badge, word) = match entry.phase {
            Phase::Past => ("past", "off", t!(l, "demo-phase-past")),
            Phase::Current => ("now", "ok", t!(l, "demo-phase-current")),
            Phase::Replaced => ("past", "off", t!(l, "demo-phase-replaced")),
            Phase::Future => ("next", "off", t!(l, "demo-phase-future")),
        };
        let added = words::day(l, entry.added_at.date_naive());
        let note = match entry.phase {
            Phase::Future => t!(l, "demo-added-starts", day = added),
            Phase::Past | Phase::Current | Phase::Replaced => t!(l, "demo-added", day = added),
        };
        let title = t!(l, "demo-license-title", tier = capital(tier), seats = words::number(l, *seats));
        Self {
            class,
            badge: Badge { class: badge, text: word },
            title,
            from: Stamp::day(l, *starts_on),
            to: Stamp::day(l, *ends_on),
            note,
        }
    }
}

fn done(l: Language, told: Told) -> String {
    match told {
        Told::Made => t!(l, "demo-told-made"),
        Told::Counted => t!(l, "demo-told-counted"),
        Told::Loaded => t!(l, "demo-told-loaded"),
        Told::LoadedFuture => t!(l, "demo-told-loaded-future"),
        Told::LoadedPast => t!(l, "demo-told-loaded-past"),
        Told::LoadedKnown => t!(l, "demo-told-loaded-known"),
        Told::Synced => t!(l, "demo-told-synced"),
    }
}

/// A field that is no count of users.
pub(super) fn no_count(l: Language, field: &'static str, most: u64) -> Problem {
    Problem { field, text: t!(l, "demo-no-count", most = words::number(l, most)) }
}

/// Why a token was refused: the agent's sentences, in the reader's language.
pub(super) fn refusal(l: Language, refused: &TokenRefused) -> Problem {
    let text = match refused {
        TokenRefused::TooLong { limit } => {
            t!(l, "demo-token-too-long", kib = words::number(l, *limit / 1024))
        }
        TokenRefused::NotAToken => t!(l, "demo-token-none"),
        TokenRefused::AnInstanceId => t!(l, "demo-token-instance-id"),
        TokenRefused::Several => t!(l, "demo-token-several"),
        TokenRefused::OtherPortal => t!(l, "demo-token-other-portal"),
        TokenRefused::Forged => t!(l, "demo-token-forged"),
        TokenRefused::Claims { .. } => t!(l, "demo-token-claims"),
        TokenRefused::OtherInstance { sub } => t!(l, "demo-token-other-instance", instance = sub.to_string()),
        TokenRefused::OtherProduct { aud } => t!(l, "demo-token-other-product", product = aud.as_str()),
        TokenRefused::Older { seq, taken } => {
            t!(l, "demo-token-older", seq = words::number(l, *seq), taken = words::number(l, *taken))
        }
        TokenRefused::Again { loaded_at } => t!(l, "demo-token-again", at = at(l, *loaded_at)),
    };
    Problem { field: "token", text }
}

/// What was typed is no activation code.
pub(super) fn no_code(l: Language, wrong: &NotAnActivationCode) -> Problem {
    let text = match wrong {
        NotAnActivationCode::Length { found: 0 } => t!(l, "demo-code-none"),
        NotAnActivationCode::Length { found } => t!(l, "demo-code-length", found = words::number(l, *found)),
        NotAnActivationCode::Letter { letter, .. } => t!(l, "demo-code-letter", letter = letter.to_string()),
        NotAnActivationCode::Check => t!(l, "demo-code-check"),
    };
    Problem { field: "code", text }
}

/// Why nothing was synced. What else the portal refuses is quoted, in the portal's language.
pub(super) fn not_synced(l: Language, failed: SyncFailed) -> Problem {
    let (field, text) = match failed {
        SyncFailed::Refused { kind, .. } if kind.ends_with(":unknown-code") => ("code", t!(l, "demo-code-unknown")),
        SyncFailed::Refused { kind, .. } if kind.ends_with(":not-linked") => ("code", t!(l, "demo-sync-not-linked")),
        SyncFailed::Refused { sentence, .. } => ("sync", t!(l, "demo-sync-refused", sentence = sentence)),
        SyncFailed::Later { .. } => ("sync", t!(l, "demo-sync-later")),
        SyncFailed::Unreachable { .. } => ("sync", t!(l, "demo-sync-unreachable")),
        SyncFailed::NoToken(reason) => ("sync", refusal(l, &reason).text),
        SyncFailed::State(cause) => ("sync", cause.to_string()),
    };
    Problem { field, text }
}

fn at(l: Language, at: Instant) -> String {
    words::moment(l, at)
}

/// A word of the wire with a capital letter: “Premium”.
fn capital(word: &str) -> String {
    let mut emails = word.chars();
    emails.next().map_or_else(String::new, |first| first.to_uppercase().chain(emails).collect())
}
