//! The cast: companies, people and terms used by the demo, the tests and the screenshots alike. It is planted through
//! the real actions, at the dates the story has; each subscription shows one state.

use std::sync::{Arc, OnceLock};

use chrono::TimeDelta;
use seatsync_agent::instance_id::{self, Claims, Service, Update, Users};
use seatsync_agent::keys::SigningKey;
use uuid::Uuid;

use crate::actions::billing::orders::Wish;
use crate::actions::people::NewPerson;
use crate::actions::releases::file;
use crate::actions::subscriptions::Purchase;
use crate::actions::{self, Actor, Ctx, Done, Failure, Portal};
use crate::app::App;
use crate::domain::account::{Account, Payment};
use crate::domain::calendar::{Day, Instant, days_after, midnight};
use crate::domain::ids::{AccountId, Owned, PersonId, SubscriptionId};
use crate::domain::language::Language;
use crate::domain::money::{Currency, Money, NotAnAmount};
use crate::domain::plan::{Deployment, ListPrice, Tier};
use crate::domain::policy::Policy;
use crate::domain::role::Role;
use crate::domain::subscription::{Product, Subscription};
use crate::passwords;
use crate::store::{self, Tx};

/// The moment the story is told at: where the demo's clock begins and the tests' stands.
pub const NOW: &str = "2026-08-10T09:00:00Z";
/// The password of everybody in the cast; a demo's, so it may be known.
pub const PASSWORD: &str = "harbor-demo-2026";
/// The product's key, as its instances report it.
pub const PRODUCT: &str = "harbor-git";
/// The version the sample instance runs.
pub const VERSION: &str = "17.4.1";

/// Somebody of the cast who can sign in.
#[derive(Debug, Clone, Copy)]
pub struct Login {
    /// With this address.
    pub email: &'static str,
    /// What they are called.
    pub name: &'static str,
    /// What they are, for whoever reads the list.
    pub role: &'static str,
    language: Option<Language>,
    memberships: &'static [(&'static str, Role)],
}

/// Everybody of the cast.
pub const CAST: &[Login] = &[
    Login {
        email: "ada@linden.example",
        name: "Ada Brandt",
        role: "owner",
        language: Some(Language::En),
        memberships: &[("A-2001", Role::Owner)],
    },
    Login {
        email: "ben@linden.example",
        name: "Ben Okafor",
        role: "billing-admin",
        language: Some(Language::En),
        memberships: &[("A-2001", Role::BillingAdmin), ("A-2002", Role::Viewer)],
    },
    Login {
        email: "tess@linden.example",
        name: "Tess Moreau",
        role: "technical-admin",
        language: None,
        memberships: &[("A-2001", Role::TechnicalAdmin)],
    },
    Login {
        email: "vic@linden.example",
        name: "Vic Hale",
        role: "viewer",
        language: None,
        memberships: &[("A-2001", Role::Viewer)],
    },
    Login { email: "sam@harbor.example", name: "Sam Reyes", role: "staff", language: None, memberships: &[] },
    Login {
        email: "greta@nordlicht.example",
        name: "Greta Vogel",
        role: "owner-by-reseller",
        language: Some(Language::De),
        memberships: &[("A-2002", Role::Owner)],
    },
];

/// A subscription of the cast.
struct Part {
    number: &'static str,
    account: &'static str,
    anchor: &'static str,
    currency: &'static str,
    seats: i64,
    /// On the annual true-up, because the contract says so.
    opted_out: bool,
    /// Billable users as its instance reported them, with the moment; none: no instance yet.
    reports: &'static [(&'static str, u64)],
    hostname: &'static str,
    version: &'static str,
}

/// Fresh, over its seats, billed once and cancelled, past the cut-off, renewed ahead of time, by a reseller.
const PARTS: &[Part] = &[
    Part {
        number: "S-1001",
        account: "A-2001",
        anchor: "2026-08-03",
        currency: "USD",
        seats: 50,
        opted_out: false,
        reports: &[],
        hostname: "",
        version: VERSION,
    },
    Part {
        number: "S-1042",
        account: "A-2001",
        anchor: "2026-06-01",
        currency: "USD",
        seats: 100,
        opted_out: false,
        reports: &[("2026-06-02T03:10:00Z", 98), ("2026-07-14T03:10:00Z", 115), ("2026-08-09T03:10:00Z", 112)],
        hostname: "git.linden.example",
        version: VERSION,
    },
    Part {
        number: "S-1050",
        account: "A-2001",
        anchor: "2025-11-01",
        currency: "USD",
        seats: 34,
        opted_out: false,
        reports: &[
            ("2025-11-03T02:40:00Z", 31),
            ("2026-01-12T02:40:00Z", 40),
            ("2026-03-09T02:40:00Z", 38),
            ("2026-06-08T02:40:00Z", 37),
            ("2026-08-09T02:40:00Z", 36),
        ],
        hostname: "git.lab.linden.example",
        version: VERSION,
    },
    Part {
        number: "S-1063",
        account: "A-2001",
        anchor: "2025-09-01",
        currency: "USD",
        seats: 25,
        opted_out: false,
        reports: &[
            ("2025-09-02T04:20:00Z", 22),
            ("2026-01-14T04:20:00Z", 24),
            ("2026-04-15T04:20:00Z", 23),
            ("2026-08-09T04:20:00Z", 23),
        ],
        hostname: "git.clinic.linden.example",
        version: "17.3.2",
    },
    Part {
        number: "S-1077",
        account: "A-2001",
        anchor: "2025-10-01",
        currency: "USD",
        seats: 100,
        opted_out: true,
        reports: &[("2025-10-02T01:05:00Z", 96), ("2026-03-11T01:05:00Z", 130), ("2026-08-04T01:05:00Z", 120)],
        hostname: "git.archive.linden.example",
        version: VERSION,
    },
    Part {
        number: "S-1101",
        account: "A-2002",
        anchor: "2026-05-01",
        currency: "EUR",
        seats: 20,
        opted_out: false,
        reports: &[("2026-05-04T03:00:00Z", 18), ("2026-08-09T03:00:00Z", 20)],
        hostname: "git.nordlicht.example",
        version: VERSION,
    },
];

fn instant(text: &str) -> Done<Instant> {
    text.parse().map_err(Failure::broken)
}

fn day(text: &str) -> Done<Day> {
    text.parse().map_err(Failure::broken)
}

/// Plants the cast, if it is not there yet: everything happens in the order and at the dates of the story, and every
/// midnight between is worked.
///
/// # Errors
/// Whatever an action refuses.
pub async fn plant(app: &App) -> Done<()> {
    let is_planted = app.db.read(|c| store::accounts::find_by_number(c, "A-2001")).await.map_err(Failure::from)?;
    if is_planted.is_some() {
        return Ok(());
    }
    let hash = password_hash()?;
    let planting = Planting { portal: app.portal(), product: product(), hash };
    app.db.write(move |tx| planting.plant(tx)).await
}

/// The hash of the cast's password, made once in a process: it is slow on purpose.
fn password_hash() -> Done<String> {
    static HASH: OnceLock<String> = OnceLock::new();
    if let Some(hash) = HASH.get() {
        return Ok(hash.clone());
    }
    let hash = passwords::hash_blocking(PASSWORD).map_err(Failure::broken)?;
    Ok(HASH.get_or_init(|| hash).clone())
}

fn product() -> Product {
    Product::new(PRODUCT, "Harbor Git", Policy::default())
}

#[derive(Clone)]
struct Planting {
    portal: Arc<Portal>,
    product: Product,
    hash: String,
}

/// Something that happens in the story.
enum Happens {
    Bought(&'static Part),
    Reported { part: &'static Part, machine: usize, seq: u64, billable: u64, max: u64 },
    Cancelled,
    Renewed,
    Published,
}

impl Planting {
    fn ctx(&self, who: Actor, now: Instant) -> Ctx {
        Ctx { who, now, request: "seeds".to_owned(), portal: Arc::clone(&self.portal) }
    }

    fn plant(&self, tx: &mut Tx<'_>) -> Done<()> {
        self.accounts(tx)?;
        for login in CAST {
            self.person(tx, login)?;
        }
        let machines: Vec<(SigningKey, Uuid)> =
            PARTS.iter().map(|_| (SigningKey::generate(), Uuid::now_v7())).collect();
        for (at, happens) in story()? {
            self.work_until(tx, at)?;
            self.note_transfers(tx, at)?;
            match happens {
                Happens::Bought(part) => self.buy(tx, part)?,
                Happens::Reported { part, machine, seq, billable, max } => {
                    if let Some((key, instance)) = machines.get(machine) {
                        self.report(tx, part, (key, *instance), at, (seq, billable, max))?;
                    }
                }
                Happens::Cancelled => self.cancel(tx)?,
                Happens::Renewed => self.renew_ahead(tx)?,
                Happens::Published => self.publish(tx, at)?,
            }
        }
        self.work_until(tx, instant(NOW)?)?;
        self.note_transfers(tx, instant(NOW)?)
    }

    fn accounts(&self, tx: &mut Tx<'_>) -> Done<()> {
        let ctx = self.ctx(Actor::Operator, instant("2025-08-20T09:00:00Z")?);
        let linden = Account {
            id: AccountId::new(),
            number: "A-2001".to_owned(),
            name: "Linden Hospital Group".to_owned(),
            language: Language::En,
            payment: Payment::Invoice,
            reseller: None,
            address: "200 Linden Avenue\nPortland, OR 97201\nUnited States".to_owned(),
            vat_id: None,
            tax_basis_points: 0,
            po_required: false,
            public_sector: false,
        };
        let nordlicht = Account {
            id: AccountId::new(),
            number: "A-2002".to_owned(),
            name: "Nordlicht Werke GmbH".to_owned(),
            language: Language::De,
            reseller: Some("Kontor Systeme GmbH".to_owned()),
            address: "Hafenstraße 12\n20457 Hamburg".to_owned(),
            vat_id: Some("DE123456789".to_owned()),
            tax_basis_points: 1900,
            ..linden.clone()
        };
        actions::accounts::open_account(tx, &ctx, &linden)?;
        actions::accounts::open_account(tx, &ctx, &nordlicht)?;
        let price = |currency: &str, from: &str, amount: &str| {
            let price = ListPrice { from: day(from)?, per_seat: money(amount, currency)? };
            Ok::<_, Failure>((Tier::Premium, 12, price))
        };
        let prices = [
            price("USD", "2021-01-01", "228.00")?,
            price("USD", "2026-10-01", "240.00")?,
            price("EUR", "2021-01-01", "216.00")?,
        ];
        actions::accounts::list_product(tx, &ctx, &self.product, &prices)
    }

    fn person(&self, tx: &mut Tx<'_>, login: &Login) -> Done<()> {
        let mut memberships = Vec::new();
        for &(number, role) in login.memberships {
            memberships.push((account(tx, number)?.id, role));
        }
        let new = NewPerson {
            email: login.email.parse().map_err(Failure::broken)?,
            name: login.name.to_owned(),
            language: login.language,
            is_staff: login.role == "staff",
            password_hash: Some(self.hash.clone()),
            memberships,
        };
        actions::people::add_person(tx, &self.ctx(Actor::Operator, instant("2025-08-20T09:00:00Z")?), &new).map(|_| ())
    }

    fn buy(&self, tx: &mut Tx<'_>, part: &Part) -> Done<()> {
        let subscription = Subscription {
            id: SubscriptionId::new(),
            account: account(tx, part.account)?.id,
            number: part.number.to_owned(),
            product: self.product.id,
            tier: Tier::Premium,
            deployment: Deployment::SelfManaged,
            anchor: day(part.anchor)?,
            term_months: 12,
            currency: part.currency.parse().map_err(Failure::broken)?,
            opted_out: part.opted_out,
            cloud_licensed: true,
            offline_quarterly: true,
        };
        let price = if part.currency == "EUR" { "216.00" } else { "228.00" };
        let first = Purchase { seats: part.seats, per_seat: money(price, part.currency)? };
        let bought = self.ctx(Actor::Operator, midnight(subscription.anchor));
        actions::subscriptions::open_subscription(tx, &bought, &subscription, first).map(drop)
    }

    /// A message of the instance, sealed and pasted as a real one's.
    fn report(
        &self,
        tx: &mut Tx<'_>,
        part: &Part,
        (key, instance): (&SigningKey, Uuid),
        at: Instant,
        (seq, billable, max): (u64, u64, u64),
    ) -> Done<()> {
        let claims = Claims {
            iss: instance,
            aud: self.portal.vendor.base_url.clone(),
            iat: at,
            jti: Uuid::now_v7().to_string(),
            seq,
            ver: 1,
            code: None,
            product: PRODUCT.to_owned(),
            version: part.version.to_owned(),
            tier: "premium".to_owned(),
            hostname: part.hostname.to_owned(),
            environment: "production".to_owned(),
            users: Users { active: billable, inactive: 4, billable, max },
            daily: vec![(at.date_naive(), billable)],
            licenses: Vec::new(),
            ack: None,
            keys: None,
            service: Service::default(),
            update: Update::default(),
        };
        let text = instance_id::seal(&claims, key, self.portal.keys.published().sealing());
        let actor = Actor::Person(paster(tx, part.account)?);
        let pasted = self.ctx(actor, at + TimeDelta::minutes(5));
        let message = actions::instances::open_instance_id(&self.portal.keys, &text)?;
        let (account, subscription) = subscription(tx, part.account, part.number)?;
        let received =
            actions::instances::check_instance_id(tx, &pasted, Owned::new(account, subscription.id), message)??;
        actions::instances::link_instance(tx, &pasted, account, received).map(drop)
    }

    fn cancel(&self, tx: &mut Tx<'_>) -> Done<()> {
        let (account, subscription) = subscription(tx, "A-2001", "S-1050")?;
        let ctx = self.ctx(Actor::Person(person(tx, "ben@linden.example")?), instant(CANCELLED)?);
        actions::renewals::cancel_renewal(tx, &ctx, Owned::new(account, subscription.id), Some("The lab closes"))
            .map(drop)
    }

    /// What the vendor publishes, and told to whom it concerns: the clinic's instance runs a version with a flaw.
    fn publish(&self, tx: &mut Tx<'_>, at: Instant) -> Done<()> {
        let ctx = self.ctx(Actor::Operator, at);
        let file = file::read(PUBLISHED, ctx.today()).map_err(Failure::broken)?;
        actions::releases::import_releases(tx, &ctx, &file)?;
        while actions::releases::spread_advisories(tx, &ctx, 50)? {}
        Ok(())
    }

    /// Renewed by hand: 120 users after 100, 30 trued up; the license lies ahead (S2).
    fn renew_ahead(&self, tx: &mut Tx<'_>) -> Done<()> {
        let (account, subscription) = subscription(tx, "A-2001", "S-1077")?;
        let ctx = self.ctx(Actor::Person(person(tx, "ben@linden.example")?), instant(RENEWED)?);
        let wish = Wish::new(120, Uuid::now_v7().to_string());
        actions::billing::orders::buy_next_term(tx, &ctx, Owned::new(account, subscription.id), &wish).map(drop)
    }

    /// Works every midnight up to a moment, each at its own time.
    fn work_until(&self, tx: &mut Tx<'_>, until: Instant) -> Done<()> {
        while let Some(due) = actions::billing::days::first_due(tx)?.filter(|day| *day <= until.date_naive()) {
            let ctx = self.ctx(Actor::Timetable, midnight(due));
            for part in PARTS {
                let account = account(tx, part.account)?.id;
                let bought = store::subscriptions::list(tx, account)?.into_iter().find(|s| s.number == part.number);
                if let Some(bought) = bought {
                    actions::billing::days::work_day(tx, &ctx, bought.id)?;
                }
            }
        }
        Ok(())
    }

    /// Every invoice is paid by transfer, ten days after its date.
    fn note_transfers(&self, tx: &mut Tx<'_>, until: Instant) -> Done<()> {
        let sam = person(tx, "sam@harbor.example")?;
        let mut open = store::invoices::newest(tx, 100)?;
        open.retain(|invoice| invoice.paid_on.is_none());
        for invoice in open.into_iter().rev() {
            let on = days_after(invoice.issued_on, 10);
            let now = midnight(on) + TimeDelta::hours(9);
            if now <= until {
                let ctx = self.ctx(Actor::Person(sam), now);
                actions::invoices::record_payment(tx, &ctx, invoice.id, on)?;
            }
        }
        Ok(())
    }
}

const CANCELLED: &str = "2026-07-20T14:30:00Z";
const RENEWED: &str = "2026-08-05T10:00:00Z";
const PUBLICATION: &str = "2026-08-07T08:00:00Z";
const PUBLISHED: &str = include_str!("seeds/releases.json");

/// What happens, in order.
fn story() -> Done<Vec<(Instant, Happens)>> {
    let mut story = vec![
        (instant(CANCELLED)?, Happens::Cancelled),
        (instant(RENEWED)?, Happens::Renewed),
        (instant(PUBLICATION)?, Happens::Published),
    ];
    for (machine, part) in PARTS.iter().enumerate() {
        story.push((midnight(day(part.anchor)?), Happens::Bought(part)));
        let mut max = 0;
        for (seq, &(at, billable)) in (1_u64..).zip(part.reports) {
            max = billable.max(max);
            story.push((instant(at)?, Happens::Reported { part, machine, seq, billable, max }));
        }
    }
    story.sort_by_key(|(at, _)| *at);
    Ok(story)
}

fn money(amount: &str, currency: &str) -> Done<Money> {
    let currency: Currency = currency.parse().map_err(Failure::broken)?;
    let amount = amount.parse().map_err(|e: rust_decimal::Error| Failure::broken(e.to_string()))?;
    Money::exactly(amount, currency).map_err(|e: NotAnAmount| Failure::broken(e))
}

fn account(tx: &mut Tx<'_>, number: &str) -> Done<Account> {
    store::accounts::find_by_number(tx, number)?.ok_or_else(|| Failure::broken("the cast's account is not there"))
}

fn person(tx: &mut Tx<'_>, email: &str) -> Done<PersonId> {
    let found = store::people::find_by_email(tx, email)?;
    found.map(|(person, _)| person.id).ok_or_else(|| Failure::broken("the cast's person is not there"))
}

/// Who pastes for an account: its technical people, or its owner.
fn paster(tx: &mut Tx<'_>, account: &str) -> Done<PersonId> {
    person(tx, if account == "A-2001" { "tess@linden.example" } else { "greta@nordlicht.example" })
}

fn subscription(tx: &mut Tx<'_>, account_number: &str, number: &str) -> Done<(AccountId, Subscription)> {
    let account = account(tx, account_number)?.id;
    let all = store::subscriptions::list(tx, account)?;
    let found = all.into_iter().find(|s| s.number == number);
    found.map(|s| (account, s)).ok_or_else(|| Failure::broken("the cast's subscription is not there"))
}
