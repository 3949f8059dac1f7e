//! `user …`: the people who can sign in. They choose their password by a reset link.

use clap::{Args, Subcommand};
use serde_json::json;

use super::{Stopped, app, operator};
use crate::actions::people::NewPerson;
use crate::actions::people::access::{self, Force, Leaving, Whom};
use crate::actions::{self, Done, Failure, Refusal};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::email_address::EmailAddress;
use crate::domain::role::Role;
use crate::store::{self, Stored, Tx};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Add a person: to staff, or to an account with a role.
    Add(Add),
    /// Keep a person out until they are enabled again: ends their sessions and links at once, and no email goes to them.
    Disable(Person),
    /// Let a disabled person sign in again.
    Enable(Named),
    /// Give a person another role on an account, and end their sessions.
    Role(NewRole),
    /// Remove a person from an account, from staff, or from everything, and end their sessions and links.
    Remove(Remove),
    /// End every session of a person, and the links they asked for.
    SignOut(Named),
    /// Everybody, with what they may do.
    List,
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// Their email address.
    email: EmailAddress,
    /// What they are called; the address's first part by default.
    #[arg(long)]
    name: Option<String>,
    /// They work for the vendor.
    #[arg(long, conflicts_with_all = ["account", "role"], required_unless_present = "account")]
    staff: bool,
    /// The number of the account they belong to.
    #[arg(long, requires = "role")]
    account: Option<String>,
    /// owner, billing_admin, technical_admin or viewer.
    #[arg(long, requires = "account")]
    role: Option<Role>,
}

#[derive(Debug, Args)]
pub(super) struct Named {
    /// Their email address.
    email: String,
}

#[derive(Debug, Args)]
pub(super) struct Person {
    /// Their email address.
    email: String,
    /// Even if they are the last owner of an account, or the last of the vendor's staff.
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Args)]
pub(super) struct NewRole {
    #[command(flatten)]
    who: Person,
    /// The number of the account.
    #[arg(long)]
    account: String,
    /// owner, billing_admin, technical_admin or viewer.
    #[arg(long)]
    role: Role,
}

#[derive(Debug, Args)]
pub(super) struct Remove {
    #[command(flatten)]
    who: Person,
    /// Only from the account with this number.
    #[arg(long, conflicts_with = "staff")]
    account: Option<String>,
    /// Only from the vendor's staff.
    #[arg(long)]
    staff: bool,
}

/// Does what is asked.
pub(super) async fn run(command: Command, json: bool) -> Result<(), Stopped> {
    let app = app().await?;
    match command {
        Command::Add(add) => self::add(&app, add, json).await,
        Command::List => list(&app, json).await,
        Command::Disable(Person { email, force }) => {
            let ctx = operator(&app);
            let work = move |tx: &mut Tx<'_>, address: &str| access::disable_person(tx, &ctx, address, forced(force));
            change(&app, email, json, "is disabled: their sessions and links have ended", work).await
        }
        Command::Enable(Named { email }) => {
            let ctx = operator(&app);
            let work = move |tx: &mut Tx<'_>, address: &str| access::enable_person(tx, &ctx, address);
            change(&app, email, json, "is enabled and can sign in", work).await
        }
        Command::Role(NewRole { who: Person { email, force }, account, role }) => {
            let (ctx, account) = (operator(&app), self::account(&app, &account).await?);
            let said = format!("has the role {} on account {}", role.as_str(), account.number);
            let work = move |tx: &mut Tx<'_>, address: &str| {
                access::change_role(
                    tx,
                    &ctx,
                    Whom { address, force: forced(force) },
                    access::NewRole { account: &account, role },
                )
            };
            change(&app, email, json, &said, work).await
        }
        Command::Remove(Remove { who: Person { email, force }, account, staff }) => {
            let leaving = match account {
                Some(number) => Leaving::Account(self::account(&app, &number).await?),
                None if staff => Leaving::Staff,
                None => Leaving::Everything,
            };
            let ctx = operator(&app);
            let work = move |tx: &mut Tx<'_>, address: &str| {
                access::remove_person(tx, &ctx, Whom { address, force: forced(force) }, &leaving)
            };
            change(&app, email, json, "is removed: their sessions and links have ended", work).await
        }
        Command::SignOut(Named { email }) => {
            let ctx = operator(&app);
            let work = move |tx: &mut Tx<'_>, address: &str| access::end_sessions(tx, &ctx, address).map(|()| true);
            change(&app, email, json, "is signed out everywhere", work).await
        }
    }
}

const fn forced(force: bool) -> Force {
    if force { Force::Yes } else { Force::No }
}

/// Changes something about the person with an address, and says so.
async fn change(
    app: &App,
    email: String,
    json: bool,
    said: &str,
    work: impl FnOnce(&mut Tx<'_>, &str) -> Done<bool> + Clone + Send + 'static,
) -> Result<(), Stopped> {
    // An address that could not be added today is looked for as it was typed.
    let folded = email.parse().map_or_else(|_| email.trim().to_lowercase(), |address: EmailAddress| address.folded());
    let changed = app.db.write(move |tx| work(tx, &folded)).await;
    let changed = changed.map_err(|failure| match failure {
        Failure::Refused(Refusal::Missing) => {
            Stopped::Refused(format!("nobody has the address {email}; nothing was changed"))
        }
        failure => failure.into(),
    })?;
    if json {
        println!("{}", json!({ "email": email, "changed": changed }));
    } else if changed {
        println!("{email} {said}");
    } else {
        println!("{email}: that was so already; nothing was changed");
    }
    Ok(())
}

async fn account(app: &App, number: &str) -> Result<Account, Stopped> {
    let wanted = number.to_owned();
    let account = app.db.read(move |c| store::accounts::find_by_number(c, &wanted)).await.map_err(Stopped::from)?;
    account.ok_or_else(|| Stopped::Wrong(format!("there is no account {number}")))
}

async fn add(app: &App, add: Add, json: bool) -> Result<(), Stopped> {
    let mut memberships = Vec::new();
    if let (Some(number), Some(role)) = (add.account, add.role) {
        memberships.push((account(app, &number).await?.id, role));
    }
    let first_part = add.email.as_str().split('@').next().unwrap_or_default().to_owned();
    let new = NewPerson {
        name: add.name.unwrap_or(first_part),
        email: add.email.clone(),
        language: None,
        is_staff: add.staff,
        password_hash: None,
        memberships,
    };
    let ctx = operator(app);
    let id = app.db.write(move |tx| actions::people::add_person(tx, &ctx, &new)).await?;
    let person = app.db.read(move |c| store::people::find(c, id)).await.map_err(Stopped::from)?;
    let is_disabled = person.is_some_and(|person| person.is_disabled);
    if json {
        println!("{}", json!({ "id": id.to_string(), "email": add.email.as_str(), "disabled": is_disabled }));
    } else if is_disabled {
        println!("{} is added, and stays disabled; `seatsync user enable` lets them sign in", add.email.as_str());
    } else {
        println!("{} is added; {}/password sends a link to choose a password", add.email.as_str(), app.config.base_url);
    }
    Ok(())
}

async fn list(app: &App, json: bool) -> Result<(), Stopped> {
    let everybody = app.db.read(|c| -> Stored<Vec<_>> {
        let people = store::people::all(c)?.into_iter();
        people.map(|person| Ok((store::people::memberships(c, person.id)?, person))).collect()
    });
    for (memberships, person) in everybody.await.map_err(Stopped::from)? {
        let roles = memberships.iter().map(|(account, role)| (account.number.as_str(), role.as_str()));
        if json {
            let accounts: Vec<_> = roles.map(|(account, role)| json!({ "account": account, "role": role })).collect();
            let (email, name) = (person.email.as_str(), &person.name);
            let (staff, disabled) = (person.is_staff, person.is_disabled);
            println!(
                "{}",
                json!({ "email": email, "name": name, "staff": staff, "disabled": disabled, "accounts": accounts })
            );
        } else {
            let staff = person.is_staff.then(|| "staff".to_owned());
            let disabled = person.is_disabled.then(|| "disabled".to_owned());
            let roles = roles.map(|(account, role)| format!("{account} {role}"));
            let all: Vec<String> = staff.into_iter().chain(roles).chain(disabled).collect();
            println!("{}: {}", person.email.as_str(), all.join(", "));
        }
    }
    Ok(())
}
