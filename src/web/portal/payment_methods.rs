//! How accounts pay: by invoice, or by the card on file (R13). What a change means stands before its button.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::actions;
use crate::actions::billing::cards::{CardForm, NewCard};
use crate::domain::account::{Account, Payment};
use crate::domain::invoice::DUE_DAYS;
use crate::domain::language::Language;
use crate::domain::payment::Card;
use crate::http::form::{Fields, Problem};
use crate::payments::local::Behaviour;
use crate::store::{self, Conn, Stored};
use crate::urls;
use crate::web::error::WebError;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::{Across, Billing};
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::words::{self, t};

/// What a form says of the card on file when there is none.
const NO_CARD: &str = "none";

/// How one account pays.
struct AccountPayment {
    name: String,
    number: String,
    reseller: Option<String>,
    /// The card that is charged; none: it pays by invoice.
    card: Option<CardOnFile>,
    /// The card on file as the form was shown with it, so that a form sent twice is done once.
    seen: String,
    problem: Option<Problem>,
}

impl AccountPayment {
    /// The `id` of the first choice: where none was made, the one the summary leads to.
    fn field(&self) -> String {
        if self.problem.is_some() { "card".to_owned() } else { format!("card-{}", self.number) }
    }
}

/// A card in words.
struct CardOnFile {
    digits: String,
    since: String,
}

/// A card of the local bank to choose.
struct Choice {
    word: &'static str,
    text: String,
    digits: &'static str,
}

#[derive(Template)]
#[template(path = "portal/payment_methods/show.html")]
struct PaymentMethodPage {
    frame: Frame,
    accounts: Vec<AccountPayment>,
    /// Cards to choose from; none where no cards are taken.
    choices: Vec<Choice>,
    due_days: i64,
    problem: Option<Problem>,
}

/// `GET /account/payment-method`
pub async fn show(across: Across<Billing>) -> Result<HttpResponse, WebError> {
    let page = page(&across, None).await?;
    across.show(&page)
}

async fn page(across: &Across<Billing>, wrong: Option<&str>) -> Result<PaymentMethodPage, WebError> {
    let accounts = across.accounts.clone();
    let found = across.app.db.read(move |c| with_cards(c, accounts)).await?;
    let l = across.language;
    let problem = || Problem { field: "card", text: t!(l, "payment-choose") };
    let accounts = found.into_iter().map(|(account, card)| AccountPayment {
        seen: card.as_ref().map_or_else(|| NO_CARD.to_owned(), |card| card.id.to_string()),
        card: card.filter(|_| account.payment == Payment::Card).map(|card| card_on_file(l, &card)),
        problem: wrong.filter(|number| *number == account.number).map(|_| problem()),
        name: account.name,
        number: account.number,
        reseller: account.reseller,
    });
    let takes_cards = across.app.provider.takes_cards();
    Ok(PaymentMethodPage {
        frame: across.frame(Section::Account),
        accounts: accounts.collect(),
        choices: if takes_cards { choices(l) } else { Vec::new() },
        due_days: DUE_DAYS,
        problem: wrong.map(|_| problem()),
    })
}

fn with_cards(c: &mut Conn<'_>, accounts: Vec<Account>) -> Stored<Vec<(Account, Option<Card>)>> {
    let of: Vec<_> = accounts.iter().map(|account| account.id).collect();
    let mut cards = store::payments::cards_on_file(c, &of)?;
    let with_card = |account: Account| {
        let card = cards.remove(&account.id);
        (account, card)
    };
    Ok(accounts.into_iter().map(with_card).collect())
}

fn card_on_file(l: Language, card: &Card) -> CardOnFile {
    CardOnFile { digits: card.last_digits.clone(), since: words::day(l, card.added_at.date_naive()) }
}

fn choices(l: Language) -> Vec<Choice> {
    let choice = |behaviour: &Behaviour| Choice {
        word: behaviour.as_str(),
        text: match behaviour {
            Behaviour::Works => t!(l, "payment-card-works"),
            Behaviour::Declines => t!(l, "payment-card-declines"),
            Behaviour::TimesOut => t!(l, "payment-card-times-out"),
            Behaviour::Late => t!(l, "payment-card-late"),
        },
        digits: behaviour.last_digits(),
    };
    Behaviour::ALL.iter().map(choice).collect()
}

/// The account that a form is about: one that buys directly.
fn chosen<'a>(across: &'a Across<Billing>, fields: &Fields) -> Result<&'a Account, WebError> {
    across.named(fields.text("account")).and_then(|account| match account.reseller {
        Some(_) => Err(WebError::Missing),
        None => Ok(account),
    })
}

/// `POST /account/payment-method`: puts a card on file in place of the one the form was shown with.
///
/// # Errors
/// The account is missing, or cards are not taken; otherwise the page again, with what is wrong.
pub async fn put_card(across: Across<Billing>, fields: Fields) -> Result<HttpResponse, WebError> {
    let account = chosen(&across, &fields)?;
    if !across.app.provider.takes_cards() {
        return Err(WebError::Missing);
    }
    let Ok(behaviour) = fields.text("card").parse::<Behaviour>() else {
        let page = page(&across, Some(&account.number)).await?;
        return across.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let seen = match fields.text("seen") {
        NO_CARD => None,
        id => Some(id.parse().map_err(|_| WebError::Unreadable)?),
    };
    let new = NewCard { reference: behaviour.as_str().to_owned(), last_digits: behaviour.last_digits().to_owned() };
    let (ctx, id, form) = (across.ctx(), account.id, CardForm { seen, new });
    across.app.db.write(move |tx| actions::billing::cards::replace_card(tx, &ctx, id, &form)).await?;
    Ok(see_other_saying(&across, urls::payment_method(), Flash::CardPut))
}

/// `POST /account/payment-method/removal`: removed already is removed.
///
/// # Errors
/// The account is missing.
pub async fn remove_card(across: Across<Billing>, fields: Fields) -> Result<HttpResponse, WebError> {
    let id = chosen(&across, &fields)?.id;
    let ctx = across.ctx();
    across.app.db.write(move |tx| actions::billing::cards::remove_card(tx, &ctx, id)).await?;
    Ok(see_other_saying(&across, urls::payment_method(), Flash::CardRemoved))
}
