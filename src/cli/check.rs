//! `check`: whether settings, database and keys are in order, and with `--invariants` whether everything in the database
//! is as it must be. Changes nothing.

mod surroundings;

use std::sync::Arc;

use secrecy::ExposeSecret;
use serde_json::json;

use self::surroundings::Wrong;
use super::{Stopped, configured};
use crate::actions::{self, printing};
use crate::clock::Clock;
use crate::config::Config;
use crate::invariants::{self, Assumptions, Fault, Walked};
use crate::store::{self, Db};
use crate::vault::Vault;

/// What to look at.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Walk through the whole database: a sentence for each thing that must not be so, and exit status 1 if there is any.
    #[arg(long)]
    invariants: bool,
    /// The database is a demo's, whose mailbox shows emails with their secrets.
    #[arg(long, requires = "invariants")]
    demo: bool,
}

/// Looks, and says what is not in order.
pub(super) async fn run(arguments: Arguments, json: bool) -> Result<(), Stopped> {
    let config = configured()?;
    // Before anything is opened.
    let open_files = surroundings::open_files(&config);
    let pending = Db::pending_migrations(&config.database)?;
    if pending > 0 {
        return Err(Stopped::Refused(format!("{pending} migrations are due; `seatsync migrate` runs them")));
    }
    let db = Db::open(&config.database)?;
    let around = surroundings::look(&config).await;
    let troubles = db.read(|c| actions::emails::email_troubles(c, Clock::System.now())).await.map_err(Stopped::from)?;
    let wrong = Found { around, mail: troubles.into_iter().map(Wrong::with_mail).collect() };
    if arguments.invariants {
        return everything(&db, Assumptions { keeps_secrets: arguments.demo }, &wrong, json).await;
    }
    let notes =
        [surroundings::notes(&config), open_files, clock(&db).await?, unprintable(&config, &db).await?].concat();
    standing(&config, &db, &wrong, &notes, json).await
}

/// What is not in order, of what is looked at every time.
struct Found {
    around: Vec<Wrong>,
    mail: Vec<Wrong>,
}

/// How far rows may be ahead of the clock before that is worth a word.
const MINUTES_AHEAD: i64 = 5;

async fn clock(db: &Db) -> Result<Vec<String>, Stopped> {
    let newest = db.read(store::audit::newest).await.map_err(Stopped::from)?;
    let now = Clock::System.now();
    let ahead = newest.filter(|newest| *newest > now + chrono::TimeDelta::minutes(MINUTES_AHEAD));
    Ok(ahead
        .map(|at| format!("the newest audit entry is of {at}, and it is {now}: a clock was ahead, or is behind now"))
        .into_iter()
        .collect())
}

async fn standing(config: &Config, db: &Db, wrong: &Found, notes: &[String], json: bool) -> Result<(), Stopped> {
    let vault = Vault::new(config.master_key.expose_secret()).map_err(|e| Stopped::Wrong(e.to_owned()))?;
    let keys = db.read(move |c| actions::keys::load_keys(c, &vault)).await?;
    let (waiting, refused) = db.read(store::emails::unsent).await.map_err(Stopped::from)?;
    let Found { around, mail } = wrong;
    let signing = keys.signing().kid();
    if json {
        let faults: Vec<_> = around.iter().map(Wrong::to_json).collect();
        let troubles: Vec<&str> = mail.iter().map(|wrong| wrong.sentence.as_str()).collect();
        let emails = json!({ "waiting": waiting, "refused": refused, "troubles": troubles });
        println!("{}", json!({ "signing_key": signing, "emails": emails, "faults": faults, "notes": notes }));
    } else {
        println!("settings: in order\ndatabase: up to date\nsigning key: {signing}");
        println!("emails: {waiting} waiting, {refused} came back");
        mail.iter().for_each(|wrong| println!("{wrong}"));
        around.iter().for_each(|wrong| println!("fault: {wrong}"));
        notes.iter().for_each(|note| println!("note: {note}"));
    }
    ended(around.len() + mail.len())
}

fn ended(faults: usize) -> Result<(), Stopped> {
    match faults {
        0 => Ok(()),
        1 => Err(Stopped::Refused("one thing is not as it must be".to_owned())),
        many => Err(Stopped::Refused(format!("{many} things are not as they must be"))),
    }
}

/// Accounts, settings and products whose names cannot be printed.
async fn unprintable(config: &Config, db: &Db) -> Result<Vec<String>, Stopped> {
    let fonts = Arc::new(crate::fonts::of_folders(&config.fonts));
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let (config, fonts) = (config.clone(), Arc::clone(&fonts));
        let read = db.read(move |c| printing::unprintable(c, &config, &fonts, after));
        let (found, last) = read.await.map_err(Stopped::from)?;
        all.extend(found.into_iter().map(|unprintable| {
            format!(
                "no font has characters of {}; invoices show boxes for them: install fonts-noto-core or fonts-noto-cjk, or name a folder in \
                 SEATSYNC_FONTS",
                unprintable.detail
            )
        }));
        if last.is_none() {
            return Ok(all);
        }
        after = last;
    }
}

/// A line for each fault as it is found, and a last one with what was looked at.
async fn everything(db: &Db, grounds: Assumptions, wrong: &Found, json: bool) -> Result<(), Stopped> {
    let tell = |fault: &Fault| {
        if json {
            let Fault { kind, subject, sentence } = fault;
            println!("{}", json!({ "kind": kind.as_str(), "subject": subject, "sentence": sentence }));
        } else {
            println!("{fault}");
        }
    };
    for wrong in wrong.around.iter().chain(&wrong.mail) {
        println!("{}", if json { wrong.to_json().to_string() } else { wrong.to_string() });
    }
    let mut walked = invariants::walk(db, grounds, tell).await?;
    walked.faults += wrong.around.len() + wrong.mail.len();
    println!("{}", if json { counts(walked).to_string() } else { summary(walked) });
    ended(walked.faults)
}

fn counts(walked: Walked) -> serde_json::Value {
    json!({
        "faults": walked.faults, "subscriptions": walked.subscriptions, "reconciliations": walked.reconciliations,
        "documents": walked.documents, "payments": walked.payments, "emails": walked.emails,
        "instances": walked.instances,
    })
}

fn summary(walked: Walked) -> String {
    let Walked { faults, subscriptions, reconciliations, documents, payments, emails, instances } = walked;
    format!(
        "faults: {faults}; looked at {subscriptions} subscriptions, {reconciliations} reconciliations, {documents} documents, \
         {payments} payments, {emails} emails and {instances} instances"
    )
}
