//! What was flagged about instances, for staff to look at; service is never cut for it (R33, R34, R38).

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::instance::FlagKind;
use crate::domain::language::Language;
use crate::store;
use crate::store::instances::Flag;
use crate::web::error::WebError;
use crate::web::guards::Staff;
use crate::web::page::{Frame, Section};
use crate::web::portal::pieces::Stamp;
use crate::web::urls;
use crate::words::t;

/// Flags on the page at most.
const ON_THE_PAGE: i64 = 200;

/// One flag.
struct FlagRow {
    kind: String,
    detail: String,
    noticed: Stamp,
    account: String,
    subscription: String,
    instance: String,
    hostname: String,
}

/// The page.
#[derive(Template)]
#[template(path = "staff/flags/index.html")]
struct FlagsPage {
    frame: Frame,
    flags: Vec<FlagRow>,
}

/// `GET /staff/flags`
///
/// # Errors
/// The page cannot be made.
pub async fn index(staff: Staff) -> Result<HttpResponse, WebError> {
    let newest = staff.app.db.read(|c| store::instances::newest_flags(c, ON_THE_PAGE)).await?;
    let l = staff.language;
    let flags = newest.into_iter().map(|flag| row(l, flag)).collect();
    staff.show(&FlagsPage { frame: staff.frame(Section::Staff), flags })
}

fn row(l: Language, flag: Flag) -> FlagRow {
    FlagRow {
        kind: kind(l, flag.kind),
        detail: flag.detail,
        noticed: Stamp::moment(l, flag.noticed_at),
        account: flag.account,
        subscription: flag.subscription,
        instance: flag.instance.to_string(),
        hostname: flag.hostname,
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
        FlagKind::RepeatedTrial => t!(l, "flag-trial"),
    }
}
