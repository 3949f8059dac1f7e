//! What was flagged, mostly about instances, for staff to look into; service is never cut for it (R33, R34, R38).

use actix_web::HttpResponse;
use askama::Template;

use crate::actions;
use crate::domain::ids::FlagId;
use crate::domain::instance::FlagKind;
use crate::domain::language::Language;
use crate::http::form::Fields;
use crate::http::time::Stamp;
use crate::store;
use crate::store::instances::Flag;
use crate::urls;
use crate::web::error::WebError;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::Staff;
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::words::{self, t};

/// Flags on the page at most.
const ON_THE_PAGE: i64 = 200;

struct FlagRow {
    id: FlagId,
    /// What the button to close it is called where only its name is heard.
    closing: String,
    kind: String,
    detail: String,
    /// What to do about it, where that is not plain.
    advice: Option<String>,
    noticed: Stamp,
    account: String,
    subscription: String,
    /// Empty if it is about no instance.
    instance: String,
    hostname: String,
}

#[derive(Template)]
#[template(path = "staff/flags/index.html")]
struct FlagsPage {
    frame: Frame,
    flags: Vec<FlagRow>,
    /// That older ones are not shown; none if they are.
    cut: Option<String>,
}

/// `GET /staff/flags`
pub async fn index(staff: Staff) -> Result<HttpResponse, WebError> {
    let newest = staff.app.db.read(|c| store::instances::newest_flags(c, ON_THE_PAGE + 1)).await?;
    let l = staff.language;
    let mut flags: Vec<FlagRow> = newest.into_iter().map(|flag| row(l, flag)).collect();
    let most = usize::try_from(ON_THE_PAGE).unwrap_or(usize::MAX);
    let is_cut = flags.len() > most;
    flags.truncate(most);
    let cut = is_cut.then(|| t!(l, "staff-flags-cut", count = words::number(l, ON_THE_PAGE)));
    staff.show(&FlagsPage { frame: staff.frame(Section::Staff), flags, cut })
}

/// `POST /staff/flags/closing`: the flag was looked into.
///
/// # Errors
/// It names no flag.
pub async fn close(staff: Staff, fields: Fields) -> Result<HttpResponse, WebError> {
    let id: FlagId = fields.text("flag").parse().map_err(|_| WebError::Unreadable)?;
    let ctx = staff.ctx();
    staff.app.db.write(move |tx| actions::instances::close_flag(tx, &ctx, id)).await?;
    Ok(see_other_saying(&staff, urls::staff_flags(), Flash::FlagClosed))
}

fn row(l: Language, flag: Flag) -> FlagRow {
    let kind = kind(l, flag.kind);
    // What is about no instance is told apart by its detail.
    let about = flag.hostname.clone().unwrap_or_else(|| flag.detail.clone());
    FlagRow {
        id: flag.id,
        closing: t!(l, "staff-flag-close-of", flag = kind.as_str(), instance = about.as_str()),
        kind,
        advice: (flag.kind == FlagKind::UnprintableName).then(|| t!(l, "flag-name-advice")),
        detail: flag.detail,
        noticed: Stamp::moment(l, flag.noticed_at),
        account: flag.account.unwrap_or_default(),
        subscription: flag.subscription.unwrap_or_default(),
        instance: flag.instance.map(|id| id.to_string()).unwrap_or_default(),
        hostname: flag.hostname.unwrap_or_default(),
    }
}

fn kind(l: Language, kind: FlagKind) -> String {
    match kind {
        FlagKind::FallingMaximum => t!(l, "flag-falling"),
        FlagKind::UnparsableVersion => t!(l, "flag-version"),
        FlagKind::StaleCount => t!(l, "flag-stale"),
        FlagKind::ForkedSequence => t!(l, "flag-forked"),
        FlagKind::TooManyInstances => t!(l, "flag-too-many"),
        FlagKind::ClockOff => t!(l, "flag-clock"),
        FlagKind::LeftProduction => t!(l, "flag-left-production"),
        FlagKind::RepeatedTrial => t!(l, "flag-trial"),
        FlagKind::UndeliverableMail => t!(l, "flag-mail"),
        FlagKind::UnprintableName => t!(l, "flag-name"),
    }
}
