//! Tokens: made for what an instance told last, and carried to it by clipboard or as a file (R31).

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use askama::Template;
use base64ct::{Base64UrlUnpadded, Encoding};
use seatsync_agent::token::{TokenClaims, armour};

use crate::actions;
use crate::domain::calendar::{Day, days_after};
use crate::domain::ids::{AccountId, InstanceId, TokenId};
use crate::domain::instance::Instance;
use crate::domain::language::Language;
use crate::domain::license::Phase;
use crate::domain::subscription::Contract;
use crate::http::form::Fields;
use crate::http::redirects::see_other;
use crate::http::time::Stamp;
use crate::store::tokens::Token;
use crate::store::{self, Conn, Stored};
use crate::urls;
use crate::web::error::WebError;
use crate::web::guards::{On, Technical, TheInstance};
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::views::bought::Bought;
use crate::web::views::licenses::{LicenseFacts, LicenseLine};
use crate::words::{self, t};

#[derive(Template)]
#[template(path = "portal/tokens/show.html")]
struct TokenPage {
    frame: Frame,
    bought: Bought,
    instance: InstanceId,
    id: TokenId,
    hostname: String,
    body: String,
    licenses: Vec<LicenseLine>,
    /// The last day of the last license in it.
    good_until: Option<Stamp>,
    made: Stamp,
    answers: String,
    /// The day the report it answers was written on.
    reported: Option<Stamp>,
}

/// Everything the page of a token shows.
struct Made {
    token: Token,
    instance: Instance,
    contract: Contract,
}

/// `POST /instances/{instance}/tokens`: the same report has the same token, however often one asks.
///
/// # Errors
/// The instance is gone.
pub async fn make(on: On<TheInstance, Technical>, _fields: Fields) -> Result<HttpResponse, WebError> {
    let (account, id, ctx) = (on.account, on.id, on.ctx());
    let made = on.app.db.write(move |tx| actions::tokens::make_token(tx, &ctx, account, id)).await?;
    Ok(see_other(&urls::token(id, made)))
}

/// `GET /instances/{instance}/tokens/{token}`
///
/// # Errors
/// There is no such token for this instance.
pub async fn show(on: On<TheInstance, Technical>) -> Result<HttpResponse, WebError> {
    let made = made(&on).await?;
    on.show(&token_page(on.frame(Section::Subscriptions), made, on.today())?)
}

/// `GET /instances/{instance}/tokens/{token}/file`
///
/// # Errors
/// There is no such token for this instance.
pub async fn download(on: On<TheInstance, Technical>) -> Result<HttpResponse, WebError> {
    let made = made(&on).await?;
    let name = file_name(&made.contract.subscription.number);
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"));
    response.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    response.insert_header((CACHE_CONTROL, "no-store"));
    Ok(response.body(armour(&made.token.body)))
}

/// Letters, digits and dashes only: the number is the vendor's own text.
fn file_name(number: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    format!("seatsync-token-{}.txt", number.chars().map(safe).collect::<String>())
}

async fn made(on: &On<TheInstance, Technical>) -> Result<Made, WebError> {
    let id = on.request.match_info().query("token").parse().map_err(|_| WebError::Missing)?;
    let (account, instance) = (on.account, on.id);
    on.app.db.read(move |c| find_made(c, account, instance, id)).await?.ok_or(WebError::Missing)
}

fn find_made(c: &mut Conn<'_>, account: AccountId, instance: InstanceId, id: TokenId) -> Stored<Option<Made>> {
    let Some(token) = store::tokens::find(c, account, instance, id)? else { return Ok(None) };
    let Some(instance) = store::instances::find(c, account, instance)? else { return Ok(None) };
    let contract = store::contracts::find(c, account, instance.subscription)?;
    Ok(contract.map(|contract| Made { token, instance, contract }))
}

fn token_page(frame: Frame, made: Made, today: Day) -> Result<TokenPage, WebError> {
    let l = frame.language;
    let said = content(&made.token)?;
    Ok(TokenPage {
        bought: Bought::in_contract(&made.contract),
        instance: made.instance.id,
        id: made.token.id,
        hostname: made.instance.hostname,
        body: made.token.body,
        good_until: said.licenses.iter().map(|license| license.ends_on).max().map(|day| Stamp::day(l, day)),
        licenses: licenses(l, &said, today),
        made: Stamp::moment(l, made.token.made_at),
        answers: words::number(l, made.token.answers_seq),
        // The days before the one of the report are acknowledged.
        reported: said.ack.through.map(|day| Stamp::day(l, days_after(day, 1))),
        frame,
    })
}

/// The licenses a token carries, the newest first.
fn licenses(l: Language, said: &TokenClaims, today: Day) -> Vec<LicenseLine> {
    let line = |license: &seatsync_agent::license::License| {
        let seats = i64::try_from(license.seats).unwrap_or(i64::MAX);
        let days = (license.starts_on, license.ends_on);
        LicenseLine::of(l, LicenseFacts { tier: &license.tier, seats, days, issued_at: license.issued_at }, today)
    };
    let mut lines: Vec<LicenseLine> = said.licenses.iter().map(line).collect();
    lines.sort_by(|a, b| b.starts.iso.cmp(&a.starts.iso));
    lines
}

/// What a token says. It is one of ours, so nothing is checked: a key that signed it may have been given up since.
///
/// # Errors
/// What was stored is no token.
pub(super) fn content(token: &Token) -> Result<TokenClaims, WebError> {
    let payload = token.body.split('.').nth(1).unwrap_or_default();
    let json = Base64UrlUnpadded::decode_vec(payload).map_err(WebError::broken)?;
    serde_json::from_slice(&json).map_err(WebError::broken)
}

#[cfg(test)]
mod tests {
    use super::super::cast_tests::{self, LANGUAGES, check, day, frame};
    use super::*;

    #[test]
    fn a_token_is_shown_with_the_licenses_it_carries() {
        let instance = cast_tests::instance();
        for l in LANGUAGES {
            let contract = cast_tests::contract(std::slice::from_ref(&instance));
            let token = cast_tests::token(&instance);
            let body = token.body.clone();
            let made = Made { token, instance: instance.clone(), contract };
            let html = token_page(frame(l), made, day("2026-11-24")).unwrap().render().unwrap();
            check("token", &html);
            assert!(html.contains(&format!(">{body}</textarea>")));
            assert!(html.contains(&t!(l, "instance-phase-current")) && html.contains(&t!(l, "token-nothing-before")));
            assert!(html.contains(&words::day(l, day("2028-08-31"))));
        }
    }

    #[test]
    fn a_file_has_a_harmless_name() {
        assert_eq!(file_name("S-1042"), "seatsync-token-S-1042.txt");
        assert_eq!(file_name("S\"\r\n/../ä"), "seatsync-token-S________.txt");
    }
}
