//! Who gets which of an account's emails: its owners say, and nobody has to ask support for it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::actions::{self, Failure, Refusal};
use crate::domain::account::Account;
use crate::domain::contact::{ContactRole, Reader};
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::ContactId;
use crate::domain::language::Language;
use crate::http::form::{Fields, Problem, Unfit};
use crate::http::redirects::see_other;
use crate::store::contacts::Contact;
use crate::store::{self, Conn, Stored};
use crate::urls;
use crate::web::addresses;
use crate::web::error::WebError;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::{Across, Own};
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::words::t;

/// Characters of a name at most.
const LONGEST_NAME: usize = 200;

/// Somebody named.
struct ContactRow {
    id: ContactId,
    name: String,
    email: String,
    language: String,
    /// What the button that removes them is called for who cannot see the row.
    removal: String,
    /// Why no emails go there yet, or any more; none: they do.
    waits: Option<String>,
    /// What the button that asks the address again is called for who cannot see the row.
    asking: String,
}

/// One kind of emails, and who gets them.
struct RoleContacts {
    role: ContactRole,
    title: String,
    text: String,
    contacts: Vec<ContactRow>,
    /// Who gets them while nobody is named, or nobody who is has confirmed.
    instead: String,
    /// Whether anybody named gets them.
    is_read: bool,
}

struct AccountContacts {
    name: String,
    number: String,
    language: String,
    roles: Vec<RoleContacts>,
    typed: Typed,
    problem: Option<Problem>,
}

impl AccountContacts {
    /// What is wrong with a field of this account's form.
    fn error(&self, field: &str) -> Option<&str> {
        self.problem.as_ref().filter(|p| p.field == field).map(|p| p.text.as_str())
    }

    /// The `id` of a field: where it is wrong, the one the summary leads to.
    fn field(&self, field: &str) -> String {
        if self.error(field).is_some() { field.to_owned() } else { format!("{}-{field}", self.number) }
    }
}

/// What was typed into the form, to be shown again.
#[derive(Default)]
struct Typed {
    name: String,
    email: String,
    language: String,
    roles: Vec<ContactRole>,
}

#[derive(Template)]
#[template(path = "portal/contacts/show.html")]
struct ContactsPage {
    frame: Frame,
    accounts: Vec<AccountContacts>,
    problem: Option<Problem>,
}

/// A form that was not taken: of which account, why, and what was typed.
struct Wrong {
    account: String,
    problem: Problem,
    typed: Typed,
}

/// `GET /account/contacts`
pub async fn show(across: Across<Own>) -> Result<HttpResponse, WebError> {
    let page = page(&across, None).await?;
    across.show(&page)
}

async fn page(across: &Across<Own>, mut wrong: Option<Wrong>) -> Result<ContactsPage, WebError> {
    let accounts = across.accounts.clone();
    let found = across.app.db.read(move |c| of_accounts(c, accounts)).await?;
    let l = across.language;
    let problem = wrong.as_ref().map(|w| w.problem.clone());
    let mut shown = Vec::with_capacity(found.len());
    for (account, contacts, people) in found {
        let mine = wrong.take_if(|w| w.account == account.number);
        let (problem, typed) = mine.map_or_else(|| (None, Typed::default()), |w| (Some(w.problem), w.typed));
        shown.push(AccountContacts {
            roles: people.into_iter().map(|(role, people)| of_role(l, role, &contacts, &people)).collect(),
            language: account.language.own_name().to_owned(),
            name: account.name,
            number: account.number,
            typed,
            problem,
        });
    }
    Ok(ContactsPage { frame: across.frame(Section::Account), accounts: shown, problem })
}

/// An account, its contacts, and by role who reads while nobody is named.
type Found = (Account, Vec<Contact>, Vec<(ContactRole, Vec<Reader>)>);

fn of_accounts(c: &mut Conn<'_>, accounts: Vec<Account>) -> Stored<Vec<Found>> {
    let mut found = Vec::with_capacity(accounts.len());
    for account in accounts {
        let contacts = store::contacts::list(c, account.id)?;
        let mut people = Vec::new();
        for role in ContactRole::ALL {
            people.push((*role, store::people::readers(c, account.id, *role)?));
        }
        found.push((account, contacts, people));
    }
    Ok(found)
}

fn of_role(l: Language, role: ContactRole, contacts: &[Contact], people: &[Reader]) -> RoleContacts {
    let (title, text) = match role {
        ContactRole::Billing => (t!(l, "contacts-billing"), t!(l, "contacts-billing-text")),
        ContactRole::Subscription => (t!(l, "contacts-subscription"), t!(l, "contacts-subscription-text")),
        ContactRole::Technical => (t!(l, "contacts-technical"), t!(l, "contacts-technical-text")),
    };
    let row = |contact: &Contact| ContactRow {
        id: contact.id,
        removal: t!(l, "contacts-remove-of", name = contact.name.as_str(), role = title.as_str()),
        name: contact.name.clone(),
        email: contact.email.shown(),
        waits: match (contact.confirmed_at, contact.refused_at) {
            (_, Some(_)) => Some(t!(l, "contacts-refused")),
            (None, None) => Some(t!(l, "contacts-unconfirmed")),
            (Some(_), None) => None,
        },
        asking: t!(l, "contacts-ask-of", name = contact.name.as_str()),
        language: contact.language.map_or_else(String::new, |language| language.own_name().to_owned()),
    };
    let names: Vec<&str> = people.iter().map(|p| p.name.as_str()).collect();
    let named: Vec<&Contact> = contacts.iter().filter(|c| c.role == role).collect();
    let is_read = named.iter().any(|c| c.gets_emails());
    let instead = match (names.is_empty(), named.is_empty()) {
        (true, true) => t!(l, "contacts-nobody"),
        (false, true) => t!(l, "contacts-fall-back", names = names.join(", ")),
        (true, false) => t!(l, "contacts-nobody-yet"),
        (false, false) => t!(l, "contacts-until-confirmed", names = names.join(", ")),
    };
    RoleContacts { role, contacts: named.into_iter().map(row).collect(), title, text, instead, is_read }
}

/// `POST /account/contacts`
///
/// # Errors
/// The account is missing; otherwise the page again, with what is wrong.
pub async fn add(across: Across<Own>, fields: Fields) -> Result<HttpResponse, WebError> {
    let account = across.named(fields.text("account"))?;
    let (number, id) = (account.number.clone(), account.id);
    let typed = typed(&fields);
    let contacts = match contacts(across.language, &typed) {
        Ok(contacts) => contacts,
        Err(problem) => return again(&across, Wrong { account: number, problem, typed }).await,
    };
    let ctx = across.ctx();
    let added = across.app.db.write(move |tx| actions::contacts::name_contacts(tx, &ctx, id, &contacts));
    match added.await {
        Ok(true) => Ok(see_other_saying(&across, urls::contacts(), Flash::ContactAdded)),
        Ok(false) => Ok(see_other_saying(&across, urls::contacts(), Flash::ContactNamed)),
        Err(Failure::Refused(Refusal::TooManyContacts { most })) => {
            let text = t!(across.language, "contacts-too-many", most = most);
            again(&across, Wrong { account: number, problem: Problem { field: "email", text }, typed }).await
        }
        Err(Failure::Refused(Refusal::Taken)) => {
            let text = t!(across.language, "contacts-taken", email = typed.email.as_str());
            again(&across, Wrong { account: number, problem: Problem { field: "email", text }, typed }).await
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn again(across: &Across<Own>, wrong: Wrong) -> Result<HttpResponse, WebError> {
    let page = page(across, Some(wrong)).await?;
    across.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn typed(fields: &Fields) -> Typed {
    let chosen = |role: &ContactRole| !fields.text(&format!("role-{role}")).is_empty();
    Typed {
        name: fields.text("name").trim().to_owned(),
        email: fields.text("email").trim().to_owned(),
        language: fields.text("language").to_owned(),
        roles: ContactRole::ALL.iter().copied().filter(chosen).collect(),
    }
}

/// A contact for each kind of emails that was chosen.
fn contacts(l: Language, typed: &Typed) -> Result<Vec<Contact>, Problem> {
    let problem = |field, text| Problem { field, text };
    if typed.name.is_empty() {
        return Err(problem("name", t!(l, "contacts-no-name")));
    }
    let length = typed.name.chars().count();
    if length > LONGEST_NAME {
        return Err(problem("name", Unfit::TooLong { length, longest: LONGEST_NAME }.sentence(l, String::new())));
    }
    let email: EmailAddress = typed.email.parse().map_err(|why| problem("email", addresses::sentence(l, why)))?;
    if typed.roles.is_empty() {
        return Err(problem("roles", t!(l, "contacts-no-role")));
    }
    let contact =
        |role: &ContactRole| Contact::new(*role, email.clone(), typed.name.clone(), Language::of_tag(&typed.language));
    Ok(typed.roles.iter().map(contact).collect())
}

/// `POST /account/contacts/{contact}/confirmation`: asks the address again whether it may get emails.
///
/// # Errors
/// There is no such contact of an account of theirs; otherwise the page again, with what is wrong.
pub async fn ask(across: Across<Own>, fields: Fields) -> Result<HttpResponse, WebError> {
    let account = across.named(fields.text("account"))?;
    let (number, of) = (account.number.clone(), account.id);
    let id = across.request.match_info().query("contact").parse().map_err(|_| WebError::Missing)?;
    let ctx = across.ctx();
    let asked = across.app.db.write(move |tx| actions::contacts::resend_confirmation(tx, &ctx, of, id));
    match asked.await {
        Ok(true) => Ok(see_other_saying(&across, urls::contacts(), Flash::ContactAsked)),
        Ok(false) => Ok(see_other(urls::contacts())),
        Err(Failure::Refused(Refusal::AskedTooOften { most })) => {
            let text = t!(across.language, "contacts-asked-too-often", most = most);
            let problem = Problem { field: "email", text };
            again(&across, Wrong { account: number, problem, typed: Typed::default() }).await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /account/contacts/{contact}/removal`
///
/// # Errors
/// There is no such contact of an account of theirs.
pub async fn remove(across: Across<Own>, fields: Fields) -> Result<HttpResponse, WebError> {
    let account = across.named(fields.text("account"))?.id;
    let id = across.request.match_info().query("contact").parse().map_err(|_| WebError::Missing)?;
    let ctx = across.ctx();
    across.app.db.write(move |tx| actions::contacts::remove_contact(tx, &ctx, account, id)).await?;
    Ok(see_other_saying(&across, urls::contacts(), Flash::ContactRemoved))
}
