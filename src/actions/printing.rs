//! Names that cannot be printed: staff are told before a document shows boxes in their place (R41).

use std::collections::BTreeSet;

use super::instances::NewAlert;
use super::{Ctx, Done, instances};
use crate::config::Config;
use crate::domain::account::Account;
use crate::domain::calendar::Instant;
use crate::domain::ids::AccountId;
use crate::domain::instance::AlertKind;
use crate::pdf::Fonts;
use crate::store::instances::About;
use crate::store::{self, Conn, Stored, Tx};

/// Accounts looked at in one read.
const PAGE: i64 = 500;
/// More characters are not named: one is enough to look for a font.
const MOST_NAMED: usize = 20;

/// Something whose words cannot all be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unprintable {
    pub about: About,
    /// For people: where, and which characters.
    pub detail: String,
}

/// Characters with their code points, as `𓀀 (U+13000)`; none if there are none.
#[must_use]
pub fn said(missing: &[char]) -> Option<String> {
    let named = missing.iter().take(MOST_NAMED).map(|c| format!("{c} (U+{:04X})", u32::from(*c)));
    let more = (missing.len() > MOST_NAMED).then(|| "…".to_owned());
    let all: Vec<String> = named.chain(more).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// What documents of an account would say of it.
fn of_account(account: &Account, fonts: &Fonts) -> Option<Unprintable> {
    let Account { id, number, name, address, reseller, vat_id, .. } = account;
    let words =
        [name.as_str(), address, reseller.as_deref().unwrap_or_default(), vat_id.as_deref().unwrap_or_default()];
    let about = About { account: Some(*id), instance: None };
    let detail = said(&fonts.missing(&words.join("\n")))?;
    Some(Unprintable { about, detail: format!("{number}: {detail}") })
}

/// What every document says, and what it names as sold.
fn of_all(c: &mut Conn<'_>, config: &Config, fonts: &Fonts) -> Stored<Vec<Unprintable>> {
    let lines = |of: &'static str, lines: &[String]| (of.to_owned(), lines.join("\n"));
    let mut words = vec![
        ("SEATSYNC_BRAND".to_owned(), config.brand.clone()),
        lines("SEATSYNC_VENDOR_ADDRESS", &config.vendor_address),
        lines("SEATSYNC_INVOICE_NOTE", &config.invoice_note),
    ];
    words.extend(store::products::list(c)?.into_iter().map(|product| (product.key, product.name)));
    let one = |(place, words): (String, String)| {
        let detail = said(&fonts.missing(&words))?;
        Some(Unprintable { about: About::default(), detail: format!("{place}: {detail}") })
    };
    Ok(words.into_iter().filter_map(one).collect())
}

/// Everything that cannot be printed now, of one page of accounts after another; the first brings what is of no account.
/// Where to go on, if there is more.
pub fn unprintable(
    c: &mut Conn<'_>,
    config: &Config,
    fonts: &Fonts,
    after: Option<AccountId>,
) -> Stored<(Vec<Unprintable>, Option<AccountId>)> {
    let mut found = if after.is_none() { of_all(c, config, fonts)? } else { Vec::new() };
    let accounts = store::accounts::page(c, after, PAGE)?;
    found.extend(accounts.iter().filter_map(|account| of_account(account, fonts)));
    Ok((found, accounts.last().map(|account| account.id)))
}

/// Whether alerts have to be raised or closed for what cannot be printed now.
pub fn is_news(c: &mut Conn<'_>, now: Instant, all: &[Unprintable]) -> Stored<bool> {
    let known = store::instances::alerts(c, AlertKind::UnprintableName, now)?;
    let is_known = |u: &Unprintable| known.iter().any(|alert| alert.about == u.about && alert.detail == u.detail);
    let still = |detail: &str| all.iter().any(|u| u.detail == detail);
    Ok(!all.iter().all(is_known) || known.iter().any(|alert| alert.is_open && !still(&alert.detail)))
}

/// Raises an alert for each thing that cannot be printed, and closes those of what can be by now. What somebody has looked
/// into is not said again for 30 days.
pub fn alert_unprintable(tx: &mut Tx<'_>, ctx: &Ctx, all: &[Unprintable]) -> Done<()> {
    let kind = AlertKind::UnprintableName;
    let known = store::instances::alerts(tx, kind, ctx.now)?;
    let still: BTreeSet<&str> = all.iter().map(|unprintable| unprintable.detail.as_str()).collect();
    for alert in known.iter().filter(|alert| alert.is_open && !still.contains(alert.detail.as_str())) {
        instances::close_alert(tx, ctx, alert.id)?;
    }
    for Unprintable { about, detail } in all {
        if !known.iter().any(|alert| alert.about == *about && alert.detail == *detail) {
            instances::raise_alert(tx, ctx.now, NewAlert { about: *about, kind, detail })?;
        }
    }
    Ok(())
}
