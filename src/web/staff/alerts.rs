//! What was flagged, mostly about instances, for staff to look into; service is never cut for it (R33, R34, R38).

use actix_web::HttpResponse;
use askama::Template;

use crate::actions;
use crate::domain::ids::AlertId;
use crate::domain::instance::AlertKind;
use crate::domain::language::Language;
use crate::http::form::Fields;
use crate::http::time::Stamp;
use crate::store;
use crate::store::instances::OpenAlert;
use crate::urls;
use crate::web::error::WebError;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::Staff;
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::words::{self, t};

/// Alerts on the page at most.
const ON_THE_PAGE: i64 = 200;

struct AlertRow {
    id: AlertId,
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
#[template(path = "staff/alerts/index.html")]
struct AlertsPage {
    frame: Frame,
    alerts: Vec<AlertRow>,
    /// That older ones are not shown; none if they are.
    cut: Option<String>,
}

/// `GET /staff/alerts`
pub async fn index(staff: Staff) -> Result<HttpResponse, WebError> {
    let newest = staff.app.db.read(|c| store::instances::newest_alerts(c, ON_THE_PAGE + 1)).await?;
    let l = staff.language;
    let mut alerts: Vec<AlertRow> = newest.into_iter().map(|alert| row(l, alert)).collect();
    let most = usize::try_from(ON_THE_PAGE).unwrap_or(usize::MAX);
    let is_cut = alerts.len() > most;
    alerts.truncate(most);
    let cut = is_cut.then(|| t!(l, "staff-alerts-cut", count = words::number(l, ON_THE_PAGE)));
    staff.show(&AlertsPage { frame: staff.frame(Section::Staff), alerts, cut })
}

/// `POST /staff/alerts/closing`: the alert was looked into.
///
/// # Errors
/// It names no alert.
pub async fn close(staff: Staff, fields: Fields) -> Result<HttpResponse, WebError> {
    let id: AlertId = fields.text("alert").parse().map_err(|_| WebError::Unreadable)?;
    let ctx = staff.ctx();
    staff.app.db.write(move |tx| actions::instances::close_alert(tx, &ctx, id)).await?;
    Ok(see_other_saying(&staff, urls::staff_alerts(), Flash::AlertClosed))
}

fn row(l: Language, alert: OpenAlert) -> AlertRow {
    let kind = kind(l, alert.kind);
    // What is about no instance is told apart by its detail.
    let about = alert.hostname.clone().unwrap_or_else(|| alert.detail.clone());
    AlertRow {
        id: alert.id,
        closing: t!(l, "staff-alert-close-of", alert = kind.as_str(), instance = about.as_str()),
        kind,
        advice: (alert.kind == AlertKind::UnprintableName).then(|| t!(l, "alert-name-advice")),
        detail: alert.detail,
        noticed: Stamp::moment(l, alert.noticed_at),
        account: alert.account.unwrap_or_default(),
        subscription: alert.subscription.unwrap_or_default(),
        instance: alert.instance.map(|id| id.to_string()).unwrap_or_default(),
        hostname: alert.hostname.unwrap_or_default(),
    }
}

fn kind(l: Language, kind: AlertKind) -> String {
    match kind {
        AlertKind::FallingMaximum => t!(l, "alert-falling"),
        AlertKind::UnparsableVersion => t!(l, "alert-version"),
        AlertKind::StaleCount => t!(l, "alert-stale"),
        AlertKind::ForkedSequence => t!(l, "alert-forked"),
        AlertKind::TooManyInstances => t!(l, "alert-too-many"),
        AlertKind::ClockOff => t!(l, "alert-clock"),
        AlertKind::LeftProduction => t!(l, "alert-left-production"),
        AlertKind::RepeatedTrial => t!(l, "alert-trial"),
        AlertKind::UndeliverableMail => t!(l, "alert-mail"),
        AlertKind::UnprintableName => t!(l, "alert-name"),
    }
}
