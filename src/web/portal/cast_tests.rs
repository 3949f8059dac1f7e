//! The cast of this module's tests: one subscription, its instance, and what that instance told.

use serde_json::json;

use crate::domain::account::{Account, Payment};
use crate::domain::calendar::{Day, Instant, Term};
use crate::domain::ids::{AccountId, InstanceId, LicenseId, ProductId, ReceivedId, SubscriptionId, TermId, TokenId};
use crate::domain::instance::{Instance, ReportedBy};
use crate::domain::language::Language;
use crate::domain::license::{License, LicenseKind};
use crate::domain::money::Money;
use crate::domain::plan::{Deployment, Tier};
use crate::domain::policy::Policy;
use crate::domain::reconciliation::BillingMode;
use crate::domain::release::UpdatePolicy;
use crate::domain::subscription::{BoughtTerm, Contract, Counts, LastCount, Product, Subscription};
use crate::domain::usage::Counted;
use crate::store::instances::Received;
use crate::store::tokens::Token;
use crate::web::nav::Entries;
use crate::web::nav::Section;
use crate::web::page::Frame;

pub(super) const LANGUAGES: [Language; 2] = [Language::En, Language::De];

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(super) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub(super) fn frame(language: Language) -> Frame {
    Frame {
        language,
        other: if language == Language::En { Language::De } else { Language::En },
        brand: "Harbour Software".to_owned(),
        support: "help@harbour.example".to_owned(),
        csrf: "k3".to_owned(),
        name: Some("Tess Tanaka".to_owned()),
        is_staff: false,
        entries: Entries::default(),
        flash: None,
        section: Section::Subscriptions,
        path: "/".to_owned(),
    }
}

pub(super) fn instance() -> Instance {
    Instance {
        id: InstanceId::new(),
        subscription: SubscriptionId::new(),
        hostname: "desk.linden.example".to_owned(),
        environment: "production".to_owned(),
        version: "14.9.2".to_owned(),
        public_key: String::new(),
        last_seq: 17,
        term_max: 115,
        last_report_at: at("2026-11-24T08:31:00Z"),
        linked_at: at("2026-09-02T10:00:00Z"),
        reports_by: ReportedBy::Paste,
        heard_at: at("2026-11-24T08:35:00Z"),
        last_jti: "m17".to_owned(),
        update_policy: UpdatePolicy::Warn,
        upgrade_asked_at: None,
        upgrade_told_jti: None,
        unlinked_at: None,
        keys_known: 0,
        keys_sent: 0,
    }
}

pub(super) fn contract(instances: &[Instance]) -> Contract {
    let spans = ["2025-09-01", "2026-09-01", "2027-09-01"].map(|start| Term::of(day(start), 12, 0));
    let term = |(index, span): (u32, &Term)| BoughtTerm {
        id: TermId::new(),
        index,
        span: *span,
        base_seats: 100,
        seats: 100,
        per_seat: Money::new(10_000, "EUR".parse().unwrap()),
        mode: BillingMode::Quarterly,
        annual_reason: None,
        bought_at: at("2025-08-20T00:00:00Z"),
    };
    let license = |span: &Term| License {
        id: LicenseId::new(),
        term: TermId::new(),
        kind: LicenseKind::Online,
        span: *span,
        seats: 100,
        previous_seats: None,
        true_up: None,
        issued_at: at("2025-08-20T00:00:00Z"),
    };
    let count = |i: &Instance| Counts {
        instance: i.clone(),
        last: Some(LastCount { at: i.last_report_at, active: 109, billable: 115 }),
        counted: Counted::default(),
    };
    Contract {
        account: Account {
            id: AccountId::new(),
            number: "A-2001".to_owned(),
            name: "Linden Hospital Group".to_owned(),
            language: Language::En,
            payment: Payment::Invoice,
            reseller: None,
            address: String::new(),
            vat_id: None,
            tax_basis_points: 0,
            po_required: false,
            public_sector: false,
        },
        product: Product::new("beacon-desk", "Beacon Desk", Policy::default()),
        subscription: Subscription {
            id: SubscriptionId::new(),
            account: AccountId::new(),
            number: "S-1042".to_owned(),
            product: ProductId::new(),
            tier: Tier::Premium,
            deployment: Deployment::SelfManaged,
            anchor: day("2025-09-01"),
            term_months: 12,
            currency: "EUR".parse().unwrap(),
            opted_out: false,
            cloud_licensed: true,
            offline_quarterly: true,
        },
        terms: (0..).zip(&spans).map(term).collect(),
        cancellation: None,
        late_request: None,
        prices: vec![],
        counts: instances.iter().map(count).collect(),
        licenses: spans.iter().map(license).collect(),
        reconciliations: vec![],
        renewals: vec![],
        pause: None,
        card: None,
    }
}

pub(super) fn received(instance: &Instance, seq: u64) -> Received {
    let claims = json!({
        "iss": format!("urn:uuid:{}", instance.id), "aud": "https://portal.harbour.example", "iat": 1_795_509_060,
        "jti": format!("m{seq}"), "seq": seq, "ver": 1, "product": "beacon-desk", "version": "14.9.2",
        "tier": "premium", "hostname": "desk.linden.example", "environment": instance.environment,
        "users": {"active": 109, "inactive": 6, "billable": 115, "max": 115},
        "daily": [["2026-11-22", 114], ["2026-11-23", 115]], "licenses": ["l1"],
        "service": {"operational": {"projects": 3111, "<b>groups</b>": 20}},
    });
    Received {
        id: ReceivedId::new(),
        subscription: instance.subscription,
        instance: instance.id,
        public_key: String::new(),
        seq: i64::try_from(seq).unwrap(),
        proves_code: false,
        jti: format!("m{seq}"),
        claims,
        received_at: at("2026-11-24T08:35:00Z"),
        accepted_at: None,
    }
}

pub(super) fn token(instance: &Instance) -> Token {
    use seatsync_agent::license as wire;
    let license = |starts: &str, ends: &str| wire::License {
        id: starts.to_owned(),
        kind: wire::Kind::Offline,
        tier: "premium".to_owned(),
        starts_on: day(starts),
        ends_on: day(ends),
        seats: 100,
        previous_seats: 0,
        true_up: 0,
        issued_at: at("2026-08-20T00:00:00Z"),
        grace_days: 14,
        licensee: wire::Licensee::default(),
        features: vec![],
        limits: std::collections::BTreeMap::new(),
    };
    let id = TokenId::new();
    let claims = seatsync_agent::token::TokenClaims {
        iss: "https://portal.harbour.example".to_owned(),
        sub: instance.id.0,
        aud: "beacon-desk".to_owned(),
        iat: at("2026-11-24T08:36:00Z"),
        jti: id.to_string(),
        ack: seatsync_agent::token::Ack { seq: 17, through: None },
        licenses: vec![license("2026-09-01", "2027-08-31"), license("2027-09-01", "2028-08-31")],
        subscription: None,
        notices: vec![],
        update: None,
        next_sync: None,
        keys: None,
    };
    let key = seatsync_agent::keys::SigningKey::from_secret_bytes(&[7; 32]);
    let body = seatsync_agent::token::sign(&claims, &key);
    let content_hash = String::new();
    let made_at = at("2026-11-24T08:36:00Z");
    Token { id, instance: instance.id, answers_seq: instance.last_seq, content_hash, body, made_at }
}

/// What every page must be.
pub(super) fn check(name: &str, html: &str) {
    assert_eq!(html.matches("<h1>").count(), 1, "{name}");
    assert!(!html.contains("style=") && !html.contains("<script>"), "{name}");
    assert_eq!(html.matches("<form method=\"post\"").count(), html.matches("name=\"csrf\"").count(), "{name}");
}
