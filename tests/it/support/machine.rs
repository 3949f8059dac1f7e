//! A customer's running copy of the product: writes instance IDs as the agent does, or as it must not.

use chrono::{DateTime, Utc};
use seatsync::actions::instances;
use seatsync::actions::{Failure, codes, tokens};
use seatsync::domain::ids::{InstanceId, Owned, ReceivedId, TokenId};
use seatsync::seeds;
use seatsync_agent::activation_code::ActivationCode;
use seatsync_agent::instance_id::{self, Claims, Service, Update, Users};
use seatsync_agent::keys::SigningKey;
use seatsync_agent::token::{TokenClaims, open_token};
use uuid::Uuid;

use super::TestApp;
use super::browser::Response;

pub struct Machine {
    pub id: Uuid,
    pub key: SigningKey,
    pub seq: u64,
}

impl Machine {
    pub fn new() -> Self {
        Self { id: Uuid::now_v7(), key: SigningKey::generate(), seq: 0 }
    }

    /// What it says next: `billable` users, and never more.
    pub fn claims(&mut self, app: &TestApp, at: DateTime<Utc>, billable: u64) -> Claims {
        self.seq += 1;
        Claims {
            iss: self.id,
            aud: app.app.config.base_url.clone(),
            iat: at,
            jti: Uuid::now_v7().to_string(),
            seq: self.seq,
            ver: 1,
            code: None,
            product: seeds::PRODUCT.to_owned(),
            version: seeds::VERSION.to_owned(),
            tier: "premium".to_owned(),
            hostname: "git.example".to_owned(),
            environment: "production".to_owned(),
            users: Users { active: billable, inactive: 0, billable, max: billable },
            daily: vec![(at.date_naive(), billable)],
            licenses: Vec::new(),
            ack: None,
            keys: None,
            service: Service::default(),
            update: Update::default(),
        }
    }

    /// The text an administrator pastes.
    pub fn seal(&self, app: &TestApp, claims: &Claims) -> String {
        instance_id::seal(claims, &self.key, app.app.keys().published().sealing())
    }

    /// The text of its next message with the activation code.
    pub fn activate(&mut self, app: &TestApp, code: &ActivationCode, billable: u64) -> String {
        let claims = Claims { code: Some(code.as_str().to_owned()), ..self.claims(app, app.now(), billable) };
        self.seal(app, &claims)
    }

    /// What a token for it says; the signature is checked as the agent does.
    #[track_caller]
    pub fn opens(&self, app: &TestApp, token: &str) -> TokenClaims {
        open_token(token, app.app.keys().published(), self.id, seeds::PRODUCT).unwrap()
    }

    /// The text of its next message.
    pub fn write(&mut self, app: &TestApp, billable: u64) -> String {
        let claims = self.claims(app, app.now(), billable);
        self.seal(app, &claims)
    }
}

impl TestApp {
    /// The activation code of a subscription of the cast.
    pub fn code_of(&self, number: &str) -> ActivationCode {
        let (account, id) = self.subscription(number);
        let vault = self.app.vault.clone();
        self.wait(self.app.db.read(move |c| codes::activation_code(c, &vault, account, id))).unwrap().unwrap()
    }

    /// Sends a text to the sync endpoint.
    pub fn post_sync(&self, text: &str) -> Response {
        self.anonymous().send("POST", "/api/v1/sync", &[("Content-Type", "text/plain; charset=utf-8")], text.as_bytes())
    }

    /// The token for a text.
    #[track_caller]
    pub fn sync(&self, text: &str) -> String {
        self.post_sync(text).assert_status(200).text()
    }

    /// Pastes a text for a subscription, as the page does.
    pub fn look(&self, email: &str, number: &str, text: &str) -> Result<ReceivedId, Failure> {
        let (account, subscription) = self.subscription(number);
        let ctx = self.ctx(email);
        let message = instances::open_instance_id(&self.app.keys(), text)?;
        self.write(move |tx| instances::check_instance_id(tx, &ctx, Owned::new(account, subscription), message))?
            .map_err(Into::into)
    }

    /// Confirms what was looked at.
    pub fn link(&self, email: &str, number: &str, received: ReceivedId) -> Result<InstanceId, Failure> {
        let (account, _) = self.subscription(number);
        let ctx = self.ctx(email);
        self.write(move |tx| instances::link_instance(tx, &ctx, account, received)).map(|linked| linked.instance)
    }

    /// Pastes and confirms.
    #[track_caller]
    pub fn report(&self, email: &str, number: &str, text: &str) -> InstanceId {
        let received = self.look(email, number, text).unwrap();
        self.link(email, number, received).unwrap()
    }

    /// Makes the token for what an instance told last.
    pub fn make_token(&self, email: &str, number: &str, instance: InstanceId) -> Result<TokenId, Failure> {
        let (account, _) = self.subscription(number);
        let ctx = self.ctx(email);
        self.write(move |tx| tokens::make_token(tx, &ctx, account, instance))
    }
}
