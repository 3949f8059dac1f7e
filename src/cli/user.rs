//! `user add`: somebody who can sign in. They choose their password by a reset link.

use clap::{Args, Subcommand};
use serde_json::json;

use super::{Stopped, app, operator};
use crate::actions;
use crate::actions::people::NewPerson;
use crate::domain::email_address::EmailAddress;
use crate::domain::role::Role;
use crate::store;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Add a person: to staff, or to an account with a role.
    Add(Add),
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

/// Adds.
pub(super) async fn run(Command::Add(add): Command, json: bool) -> Result<(), Stopped> {
    let app = app().await?;
    let mut memberships = Vec::new();
    if let (Some(number), Some(role)) = (add.account, add.role) {
        let wanted = number.clone();
        let account = app.db.read(move |c| store::accounts::find_by_number(c, &wanted)).await.map_err(Stopped::from)?;
        let account = account.ok_or_else(|| Stopped::Wrong(format!("there is no account {number}")))?;
        memberships.push((account.id, role));
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
    let ctx = operator(&app);
    let id = app.db.write(move |tx| actions::people::add(tx, &ctx, &new)).await?;
    if json {
        println!("{}", json!({ "id": id.to_string(), "email": add.email.as_str() }));
    } else {
        println!("{} is added; {}/password sends a link to choose a password", add.email.as_str(), app.config.base_url);
    }
    Ok(())
}
