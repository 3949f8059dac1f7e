//! The single place where a product meets its license: one [`Instance`], kept in one directory.

mod loaded;

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub use loaded::{LoadRefused, Loaded};

use crate::activation_code::ActivationCode;
use crate::clock;
use crate::environment;
use crate::history::{self, Entry};
use crate::instance_id::{self, Claims, MAX_LICENSES, Service, UpdateMode};
use crate::keys::{PortalKeys, SigningKey};
use crate::origin::Origin;
use crate::pasted;
use crate::standing::{self, Entitlements, Recorded, Standing};
use crate::state::{Pending, State, StateDir, StateError};
use crate::token::{self, TokenRefused};
use crate::usage::Counts;
use crate::wire::{self, Label};

/// How far time may go on before it is written down by a mere question.
const WRITE_AFTER: TimeDelta = TimeDelta::minutes(1);
/// How far time may go on before it is signed outside of the state as well: an older copy of the state gains no more than that.
const SIGN_BESIDE_AFTER: TimeDelta = TimeDelta::hours(1);
/// Signed instants that are remembered: the state's, and the one beside it, each before and after a change.
const MARKS: usize = 4;

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
    /// `production`, or another one that [`environment::read`] knows, which then does not count (R5).
    pub environment: String,
}

/// A running installation of the product. Cheap to keep; every call reads the state directory, so several processes may share it.
#[derive(Debug)]
pub struct Instance {
    pub(crate) dir: StateDir,
    pub(crate) settings: Settings,
    key: SigningKey,
    id: Uuid,
    known: Mutex<VerifiedBefore>,
}

/// Signatures that were verified already.
#[derive(Debug, Default)]
struct VerifiedBefore {
    tokens: Option<(Uuid, Vec<String>, Proved)>,
    marks: Vec<(String, DateTime<Utc>)>,
}

/// What tokens prove that are kept.
#[derive(Debug, Clone)]
struct Proved {
    /// The keys that are trusted.
    keys: PortalKeys,
    /// The latest time.
    told: Option<DateTime<Utc>>,
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
        Ok(Self { dir, settings, key, id, known: Mutex::default() })
    }

    /// All that is remembered, with the time as it is proved (R29).
    pub(crate) fn load(&self) -> Result<State, StateError> {
        let mut state = self.dir.load()?;
        self.prove_time(&mut state)?;
        Ok(state)
    }

    /// Changes what is remembered, and signs the time in it.
    pub(crate) fn update<T, E: From<StateError>>(
        &self,
        change: impl FnOnce(&mut State) -> Result<T, E>,
    ) -> Result<T, E> {
        self.dir.update(|state| {
            self.prove_time(state)?;
            let answer = change(state)?;
            self.sign_time(state)?;
            Ok(answer)
        })
    }

    /// Raises the time to what is signed: by the portal in each token that is kept, and by this instance. What the state says beside it can be edited.
    fn prove_time(&self, state: &mut State) -> Result<(), StateError> {
        let marked = match &state.mark {
            Some(mark) => Some(self.signed(mark).ok_or_else(|| self.dir.foreign())?),
            None => None,
        };
        let told = self.proved(state).told;
        let beside = self.dir.mark().and_then(|mark| self.signed(&mark));
        if let Some(latest) = [marked, told, beside].into_iter().flatten().max() {
            state.seen.raise(latest);
        }
        Ok(())
    }

    fn sign_time(&self, state: &mut State) -> Result<(), StateError> {
        let Some(seen) = state.seen.latest() else {
            return Ok(());
        };
        let mark = clock::sign(seen, &self.key);
        let beside = self.dir.mark().and_then(|mark| self.signed(&mark));
        if beside.is_none_or(|beside| seen - beside >= SIGN_BESIDE_AFTER) {
            self.dir.write_mark(&mark)?;
        }
        state.mark = Some(mark);
        Ok(())
    }

    /// The portal's keys: compiled in, or learned from tokens.
    fn trusted(&self, state: &State) -> PortalKeys {
        self.proved(state).keys
    }

    /// What the tokens that are kept prove; found out anew when they are others than before, as a product asks at every gate.
    fn proved(&self, state: &State) -> Proved {
        let tokens = state.kept_tokens();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((instance, before, proved)) = &known.tokens
            && *instance == state.instance
            && before.iter().eq(tokens.iter().copied())
        {
            return proved.clone();
        }
        let keys = state.trusted(&self.settings.keys, &self.settings.product);
        let told = state.signed_time(&keys, &self.settings.product);
        let proved = Proved { keys, told };
        known.tokens = Some((state.instance, tokens.into_iter().cloned().collect(), proved.clone()));
        proved
    }

    /// The instant that this instance signed; likewise.
    fn signed(&self, mark: &str) -> Option<DateTime<Utc>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, at)) = known.marks.iter().find(|(before, _)| before == mark) {
            return Some(*at);
        }
        let at = clock::signed(mark, &self.key.verifying_key())?;
        known.marks.truncate(MARKS - 1);
        known.marks.insert(0, (mark.to_owned(), at));
        Some(at)
    }

    /// Who this instance is.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// What it is for, as instance IDs say it ([`environment`]).
    #[must_use]
    pub fn environment(&self) -> &str {
        environment::read(&self.settings.environment).unwrap_or(&self.settings.environment)
    }

    /// Takes the product's user counts; call it daily, and as often as counts change (R4).
    ///
    /// # Errors
    /// Any [`StateError`].
    pub fn report(&self, counts: Counts, now: DateTime<Utc>) -> Result<(), StateError> {
        self.update(|state| {
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
        self.update(|state| {
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
        self.update(|state| {
            state.update.mode = mode;
            Ok(())
        })
    }

    /// A new instance ID: one line, to be sent or copied; with a `code` to link it. Its number is on disk before this returns.
    ///
    /// # Errors
    /// Any [`StateError`].
    pub fn instance_id(&self, now: DateTime<Utc>, code: Option<&ActivationCode>) -> Result<String, StateError> {
        self.update(|state| {
            let now = self.set(self.arrive(state, now))?;
            state.seq = state.seq.saturating_add(1);
            Ok(self.seal(state, &self.claims(state, now, code)))
        })
    }

    /// The message on its way if it is the last one made and still says what is true today, else a new one, which is then on its way.
    pub(crate) fn message(&self, now: DateTime<Utc>, code: Option<&ActivationCode>) -> Result<Pending, StateError> {
        self.update(|state| {
            let now = self.set(self.arrive(state, now))?;
            let says = digest(self.claims(state, now, code));
            if let Some(pending) = state.pending.as_ref().filter(|made| made.seq == state.seq && made.says == says) {
                return Ok(pending.clone());
            }
            state.seq = state.seq.saturating_add(1);
            let text = self.seal(state, &self.claims(state, now, code));
            Ok(state.pending.insert(Pending { seq: state.seq, text, made_at: now, says }).clone())
        })
    }

    /// The time, unless it is that of a clock that was never set: the portal would refuse it.
    #[expect(clippy::unused_self, reason = "reads as the step of a message that it is")]
    fn set(&self, now: DateTime<Utc>) -> Result<DateTime<Utc>, StateError> {
        if clock::is_unset(now) { Err(StateError::ClockUnset { now }) } else { Ok(now) }
    }

    fn seal(&self, state: &State, claims: &Claims) -> String {
        instance_id::seal(claims, &self.key, self.trusted(state).sealing())
    }

    fn claims(&self, state: &State, now: DateTime<Utc>, code: Option<&ActivationCode>) -> Claims {
        let Settings { portal, product, version, free_tier, hostname, .. } = self.settings.clone();
        let mut update = state.update.clone();
        update.outcome.take_if(|run| clock::is_unset(run.at));
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
            hostname: wire::hostname(&hostname),
            environment: self.environment().to_owned(),
            users: state.usage.users(),
            daily: state.usage.daily(),
            licenses: state
                .licenses
                .iter()
                .skip(state.licenses.len().saturating_sub(MAX_LICENSES))
                .map(|kept| kept.id.clone())
                .collect(),
            ack: state.tokens.last().map(|token| token.jti.clone()),
            keys: Some(self.trusted(state).verifying_names()),
            service: state.service_to_send(),
            update,
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
        let Settings { keys, product, .. } = &self.settings;
        let claims = match token::open_token(text, keys, self.id, product) {
            Err(TokenRefused::OtherPortal) => token::open_token(text, &self.trusted(&self.load()?), self.id, product),
            read => read,
        }?;
        // There is one, or it would not have been opened.
        let bare = pasted::read(Label::Token, text).unwrap_or_default();
        self.update(|state| {
            loaded::take(state, claims, (&bare, by_sync), now, |state, now| {
                state.keep_token(&bare, keys, product);
                self.stands(state, now)
            })
        })
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
        let state = self.load()?;
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
        self.load()
    }

    /// The state and the time it is (R29).
    fn moment(&self, system: DateTime<Utc>) -> Result<(State, DateTime<Utc>), StateError> {
        let state = self.load()?;
        let now = state.seen.now(system);
        if state.seen.behind(now) >= WRITE_AFTER {
            // A full or read-only disk must not lock anybody out (R28); the time is written down by the next call that can.
            let _ = self.update(|state| Ok::<_, StateError>(state.seen.raise(now)));
        }
        Ok((state, now))
    }

    fn stands(&self, state: &State, now: DateTime<Utc>) -> Standing {
        standing::standing(&self.recorded(state), now)
    }

    fn recorded(&self, state: &State) -> Vec<Recorded> {
        state.recorded_under(&self.trusted(state), &self.settings.product)
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
