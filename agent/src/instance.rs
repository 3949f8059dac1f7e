//! The single place where a product meets its license: one [`Instance`], kept in one directory.

mod loaded;

use std::path::Path;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub use loaded::{LoadRefused, Loaded};

use crate::activation_code::ActivationCode;
use crate::history::{self, Entry};
use crate::instance_id::{self, Claims, MAX_LICENSES, Service, UpdateMode};
use crate::keys::{PortalKeys, SigningKey};
use crate::origin::Origin;
use crate::pasted;
use crate::standing::{self, Entitlements, Recorded, Standing};
use crate::state::{Pending, State, StateDir, StateError};
use crate::token;
use crate::usage::Counts;
use crate::wire::{self, Label};

/// How far time may go on before it is written down by a mere question.
const WRITE_AFTER: TimeDelta = TimeDelta::minutes(1);

/// What the vendor's product tells about itself; the same for every instance but for hostname and environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Base URL of the vendor's portal, in whatever spelling ([`Origin`]).
    pub portal: String,
    /// The portal's public keys, compiled into the product.
    pub keys: PortalKeys,
    /// Name of the product, as on the portal.
    pub product: String,
    /// Version of the product.
    pub version: String,
    /// Tier without a license.
    pub free_tier: String,
    /// Name of the machine, for people.
    pub hostname: String,
    /// `production`, or anything else, which then does not count (R5).
    pub environment: String,
}

/// A running installation of the product. Cheap to keep; every call reads the state directory, so several processes may share it.
#[derive(Debug)]
pub struct Instance {
    pub(crate) dir: StateDir,
    pub(crate) settings: Settings,
    key: SigningKey,
    id: Uuid,
}

impl Instance {
    /// Opens the state directory; at the first start makes it, with a new identity and key.
    ///
    /// # Errors
    /// Any [`StateError`].
    pub fn open(dir: &Path, settings: Settings) -> Result<Self, StateError> {
        let dir = StateDir::open(dir)?;
        let key = dir.key()?;
        let id = dir.identity()?;
        Ok(Self { dir, settings, key, id })
    }

    /// Who this instance is.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Takes the product's user counts; call it daily, and as often as counts change (R4).
    ///
    /// # Errors
    /// Any [`StateError`].
    pub fn report(&self, counts: Counts, now: DateTime<Utc>) -> Result<(), StateError> {
        self.dir.update(|state| {
            let now = self.arrive(state, now);
            state.usage.report(counts, now);
            Ok(())
        })
    }

    /// Takes aggregate counts to send along, in place of those before (R36). `optional` is `None` when switched off, and empty when there is nothing to
    /// send, as before the first call. A portal refuses messages with figures that [`Service::check`] does not pass.
    ///
    /// # Errors
    /// Any [`StateError`].
    pub fn report_service(&self, service: Service) -> Result<(), StateError> {
        self.dir.update(|state| {
            state.service = service;
            state.service_handed_over = true;
            Ok(())
        })
    }

    /// Chooses how security updates are applied here (R35).
    ///
    /// # Errors
    /// Any [`StateError`].
    pub fn choose_updates(&self, mode: UpdateMode) -> Result<(), StateError> {
        self.dir.update(|state| {
            state.update.mode = mode;
            Ok(())
        })
    }

    /// A new instance ID: one line, to be sent or copied; with a `code` to link it. Its number is on disk before this returns.
    ///
    /// # Errors
    /// Any [`StateError`].
    pub fn instance_id(&self, now: DateTime<Utc>, code: Option<&ActivationCode>) -> Result<String, StateError> {
        let claims = self.dir.update(|state| {
            let now = self.arrive(state, now);
            state.seq += 1;
            Ok::<_, StateError>(self.claims(state, now, code))
        })?;
        Ok(self.seal(&claims))
    }

    /// The message on its way if it is the last one made and still says what is true today, else a new one, which is then on its way.
    pub(crate) fn message(&self, now: DateTime<Utc>, code: Option<&ActivationCode>) -> Result<Pending, StateError> {
        self.dir.update(|state| {
            let now = self.arrive(state, now);
            let says = digest(self.claims(state, now, code));
            if let Some(pending) = state.pending.as_ref().filter(|made| made.seq == state.seq && made.says == says) {
                return Ok(pending.clone());
            }
            state.seq += 1;
            let text = self.seal(&self.claims(state, now, code));
            Ok(state.pending.insert(Pending { seq: state.seq, text, made_at: now, says }).clone())
        })
    }

    fn seal(&self, claims: &Claims) -> String {
        instance_id::seal(claims, &self.key, self.settings.keys.sealing())
    }

    fn claims(&self, state: &State, now: DateTime<Utc>, code: Option<&ActivationCode>) -> Claims {
        let Settings { portal, product, version, free_tier, hostname, environment, .. } = self.settings.clone();
        Claims {
            iss: state.instance,
            aud: Origin::spelled(&portal),
            iat: now,
            jti: Uuid::now_v7().to_string(),
            seq: state.seq,
            ver: 1,
            code: code.map(|code| code.as_str().to_owned()),
            product,
            version,
            tier: self.stands(state, now).entitlements(&free_tier).tier,
            hostname,
            environment,
            users: state.usage.users(),
            daily: state.usage.daily(),
            licenses: state
                .licenses
                .iter()
                .skip(state.licenses.len().saturating_sub(MAX_LICENSES))
                .map(|kept| kept.id.clone())
                .collect(),
            ack: state.tokens.last().map(|token| token.jti.clone()),
            service: state.service_to_send(),
            update: state.update.clone(),
        }
    }

    /// Loads a token that was fetched or pasted. A license that lies ahead is taken and grants nothing before its first day (R26).
    ///
    /// # Errors
    /// [`LoadRefused`]; nothing has changed then (R30).
    pub fn load_token(&self, text: &str, now: DateTime<Utc>) -> Result<Loaded, LoadRefused> {
        self.take_token(text, now, false)
    }

    /// The same, and notes whether it was fetched by a sync (R28).
    pub(crate) fn take_token(&self, text: &str, now: DateTime<Utc>, by_sync: bool) -> Result<Loaded, LoadRefused> {
        let claims = token::open_token(text, &self.settings.keys, self.id, &self.settings.product)?;
        // There is one, or it would not have been opened.
        let bare = pasted::read(Label::Token, text).unwrap_or_default();
        self.dir
            .update(|state| loaded::take(state, claims, (&bare, by_sync), now, |state, now| self.stands(state, now)))
    }

    /// Where this instance stands.
    ///
    /// # Errors
    /// Any [`StateError`].
    pub fn standing(&self, now: DateTime<Utc>) -> Result<Standing, StateError> {
        let (state, now) = self.moment(now)?;
        Ok(self.stands(&state, now))
    }

    /// The same without writing the time down, for whoever asks every minute and does so by other means.
    pub(crate) fn glance(&self, now: DateTime<Utc>) -> Result<Standing, StateError> {
        let state = self.dir.load()?;
        Ok(self.stands(&state, state.seen.now(now)))
    }

    /// What the product may do now: ask this at every gate.
    ///
    /// # Errors
    /// Any [`StateError`].
    pub fn permits(&self, now: DateTime<Utc>) -> Result<Entitlements, StateError> {
        Ok(self.standing(now)?.entitlements(&self.settings.free_tier))
    }

    /// Past, current and future licenses, latest start first.
    ///
    /// # Errors
    /// Any [`StateError`].
    pub fn history(&self, now: DateTime<Utc>) -> Result<Vec<Entry>, StateError> {
        let (state, now) = self.moment(now)?;
        Ok(history::history(&self.recorded(&state), now))
    }

    /// All that is remembered: the last number, subscription, notices, counts.
    ///
    /// # Errors
    /// Any [`StateError`].
    pub fn state(&self) -> Result<State, StateError> {
        self.dir.load()
    }

    /// The state and the time it is (R29).
    fn moment(&self, system: DateTime<Utc>) -> Result<(State, DateTime<Utc>), StateError> {
        let state = self.dir.load()?;
        let now = state.seen.now(system);
        if state.seen.behind(now) >= WRITE_AFTER {
            // A full or read-only disk must not lock anybody out (R28); the time is written down by the next call that can.
            let _ = self.dir.update(|state| Ok::<_, StateError>(state.seen.raise(now)));
        }
        Ok((state, now))
    }

    fn stands(&self, state: &State, now: DateTime<Utc>) -> Standing {
        standing::standing(&self.recorded(state), now)
    }

    fn recorded(&self, state: &State) -> Vec<Recorded> {
        state.recorded(&self.settings.keys, &self.settings.product)
    }

    /// Writes the time down (R29), enters the term it falls into (R27), notices an update that has worked (R35), and returns the time.
    fn arrive(&self, state: &mut State, now: DateTime<Utc>) -> DateTime<Utc> {
        let now = state.seen.raise(now);
        state.usage.enter_term(standing::counting_since(&self.recorded(state), now));
        self.settle_update(state, now);
        now
    }
}

/// What a message says, whenever on its day and under whatever number; a digest, as an activation code may be part of it.
fn digest(mut claims: Claims) -> String {
    claims.seq = 0;
    claims.jti.clear();
    claims.iat = claims.iat.date_naive().and_time(NaiveTime::MIN).and_utc();
    wire::base64url(&Sha256::digest(serde_json::to_vec(&claims).unwrap_or_default()))
}
