//! What an instance sent, as it was received: for everybody of the account, with nothing left out but the activation code
//! (R36).

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use askama::Template;
use seatsync_agent::instance_id::Claims;
use serde_json::{Value, json};

use crate::actions::instances::MESSAGE_DAYS;
use crate::domain::calendar::Instant;
use crate::domain::ids::{AccountId, InstanceId};
use crate::domain::instance::{Instance, ReportedBy};
use crate::domain::language::Language;
use crate::http::time::Stamp;
use crate::store::{self, Conn, Stored};
use crate::urls;
use crate::web::error::WebError;
use crate::web::guards::{Look, On, TheInstance};
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::words::{self, t};

/// Messages on the page.
const SHOWN: i64 = 10;
/// Messages in the file.
const IN_THE_FILE: i64 = 200;

/// A message as it was received.
struct Message {
    at: Instant,
    by: ReportedBy,
    claims: Value,
}

/// One message on the page.
struct MessageRow {
    at: Stamp,
    how: String,
    number: String,
    facts: Vec<(String, String)>,
    operational: Vec<(String, String)>,
    /// None: switched off on the instance.
    optional: Option<Vec<(String, String)>>,
    exact: String,
}

#[derive(Template)]
#[template(path = "portal/messages/index.html")]
struct MessagesPage {
    frame: Frame,
    instance: InstanceId,
    hostname: String,
    days: i64,
    in_the_file: i64,
    messages: Vec<MessageRow>,
}

/// `GET /instances/{instance}/messages`
pub async fn index(on: On<TheInstance, Look>) -> Result<HttpResponse, WebError> {
    let (account, id) = (on.account, on.id);
    let found = on.app.db.read(move |c| find(c, account, id, SHOWN)).await?;
    let (instance, messages) = found.ok_or(WebError::Missing)?;
    let l = on.language;
    on.show(&MessagesPage {
        frame: on.frame(Section::Subscriptions),
        instance: instance.id,
        hostname: instance.hostname,
        days: MESSAGE_DAYS,
        in_the_file: IN_THE_FILE,
        messages: messages.into_iter().map(|message| row(l, message)).collect::<Result<_, _>>()?,
    })
}

/// `GET /instances/{instance}/messages.json`
///
/// # Errors
/// The instance is gone.
pub async fn download(on: On<TheInstance, Look>) -> Result<HttpResponse, WebError> {
    let (account, id) = (on.account, on.id);
    let found = on.app.db.read(move |c| find(c, account, id, IN_THE_FILE)).await?;
    let (_, messages) = found.ok_or(WebError::Missing)?;
    let entry = |message: Message| json!({ "received_at": message.at, "came_by": message.by.as_str(), "claims": message.claims });
    let all: Vec<Value> = messages.into_iter().map(entry).collect();
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, "application/json"));
    response.insert_header((CONTENT_DISPOSITION, "attachment; filename=\"seatsync-messages.json\""));
    response.insert_header((CACHE_CONTROL, "no-store"));
    Ok(response.body(serde_json::to_string_pretty(&all).map_err(WebError::broken)?))
}

/// An instance and what it sent by either door, newest first.
fn find(c: &mut Conn<'_>, account: AccountId, id: InstanceId, limit: i64) -> Stored<Option<(Instance, Vec<Message>)>> {
    let Some(instance) = store::instances::find(c, account, id)? else { return Ok(None) };
    let sent = store::messages::list(c, account, id, limit)?.into_iter();
    let pasted = store::instances::taken(c, account, id, limit)?.into_iter();
    let sent = sent.map(|(at, claims)| Message { at, by: ReportedBy::Sync, claims });
    let pasted =
        pasted.map(|received| Message { at: received.received_at, by: ReportedBy::Paste, claims: received.claims });
    let mut all: Vec<Message> = sent.chain(pasted).collect();
    all.sort_by_key(|message| std::cmp::Reverse(message.at));
    all.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(Some((instance, all)))
}

fn row(l: Language, message: Message) -> Result<MessageRow, WebError> {
    let exact = serde_json::to_string_pretty(&message.claims).map_err(WebError::broken)?;
    let claims: Claims = serde_json::from_value(message.claims).map_err(WebError::broken)?;
    let users = [
        (t!(l, "instance-fact-billable"), words::number(l, claims.users.billable)),
        (t!(l, "instance-fact-active"), words::number(l, claims.users.active)),
        (t!(l, "instance-fact-inactive"), words::number(l, claims.users.inactive)),
        (t!(l, "instance-fact-max"), words::number(l, claims.users.max)),
    ];
    let machine = [
        (t!(l, "instance-fact-version"), claims.version.clone()),
        (t!(l, "instance-fact-environment"), claims.environment.clone()),
        (t!(l, "email-fact-hostname"), claims.hostname.clone()),
        (t!(l, "messages-days"), words::number(l, claims.daily.len())),
    ];
    Ok(MessageRow {
        at: Stamp::moment(l, message.at),
        how: match message.by {
            ReportedBy::Paste => t!(l, "messages-pasted"),
            ReportedBy::Sync | ReportedBy::Api => t!(l, "messages-sent"),
        },
        number: words::number(l, claims.seq),
        facts: users.into_iter().chain(machine).collect(),
        operational: figures(l, &claims.service.operational),
        optional: claims.service.optional.as_ref().map(|told| figures(l, told)),
        exact,
    })
}

fn figures(l: Language, told: &BTreeMap<String, u64>) -> Vec<(String, String)> {
    told.iter().map(|(name, count)| (name.clone(), words::number(l, *count))).collect()
}
