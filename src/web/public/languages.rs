//! Choosing a language: kept with the person, or in a cookie for who is not signed in.

use actix_web::HttpResponse;

use crate::actions;
use crate::domain::language::Language;
use crate::http::form::Fields;
use crate::http::redirects::see_other;
use crate::urls;
use crate::web::error::WebError;
use crate::web::visit::Visit;

/// `POST /language`: back to the page one came from, in the other language.
///
/// # Errors
/// There is no such language.
pub async fn choose(visit: Visit, fields: Fields) -> Result<HttpResponse, WebError> {
    let language = Language::of_tag(fields.text("language")).ok_or(WebError::Unreadable)?;
    if let Some(person) = visit.person.as_ref().map(|p| p.id) {
        visit.app.db.write(move |tx| actions::people::choose_language(tx, person, language)).await?;
    }
    let mut response = see_other(&urls::safe_next(fields.text("path")));
    response.add_cookie(&visit.language_cookie(language)).map_err(WebError::broken)?;
    Ok(response)
}
