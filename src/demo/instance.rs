//! The sample instance: a web page that plays the customer's product. It knows the portal by the keys compiled into it and
//! by what is pasted, as every product that embeds the agent does; given the activation code, it syncs by itself.

mod view;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use actix_web::dev::Server;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, ContentType};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, http::header::HeaderValue};
use seatsync_agent::activation_code::ActivationCode;
use seatsync_agent::history::Entry;
use seatsync_agent::instance::{Instance, LoadRefused, Loaded, Settings};
use seatsync_agent::instance_id;
use seatsync_agent::standing::{Entitlements, Standing};
use seatsync_agent::state::{State, StateDir, StateError};
use seatsync_agent::sync::{SyncFailed, Synced, Transport};
use seatsync_agent::usage::Counts;

use super::error::Wrong;
use super::page::{Call, Tool};
use super::server;
use crate::clock::Clock;
use crate::domain::calendar::Instant;
use crate::domain::text_enum::text_enum;
use crate::http::form::{Fields, Problem};
use view::{Show, Typed};

/// What the product is called on its own page.
pub const PRODUCT: &str = "Harbor Git";
/// The instance ID made last, beside the agent's own files: looking at it makes no new one.
const LAST_ID: &str = "instance-id.txt";
/// There once it synced: from then on it does so by itself.
const SYNCS: &str = "syncs";
/// Users on the first day, until the page is told others.
const FIRST_COUNTS: Counts = Counts { active: 44, inactive: 7, billable: 42 };
/// Users the page takes at most.
const MOST_USERS: u64 = 1_000_000;

text_enum! {
    /// Something that has just been done.
    Told {
        /// A new instance ID was made.
        Made = "made",
        /// Counts were taken.
        Counted = "counted",
        /// A token was loaded; a license in it is in force.
        Loaded = "loaded",
        /// A token was loaded; the new license in it starts later.
        LoadedFuture = "loaded_future",
        /// A token was loaded; what was new in it is over.
        LoadedPast = "loaded_past",
        /// A token was loaded with nothing new in it.
        LoadedKnown = "loaded_known",
        /// The portal has the counts, and its answer had nothing new in it.
        Synced = "synced",
    }
}

impl Told {
    /// What a token brought; `nothing` if there was nothing new in it.
    fn of(loaded: &Loaded, nothing: Self) -> Self {
        let added = || loaded.added.iter();
        if added().next().is_none() {
            nothing
        } else if added().any(|license| license.covers(loaded.now)) {
            Self::Loaded
        } else if added().any(|license| license.starts_at() > loaded.now) {
            Self::LoadedFuture
        } else {
            Self::LoadedPast
        }
    }
}

/// The product: the agent's library and what its page remembers.
struct Product {
    instance: Instance,
    dir: StateDir,
    portal: String,
    hostname: String,
    free_tier: String,
    clock: Clock,
    transport: Box<dyn Transport + Send + Sync>,
    /// Held while counts are changed, and while an instance ID is made and written down, so that the one shown is the newest.
    making: Mutex<()>,
}

/// The instance ID made last.
struct LastId {
    made_at: Instant,
    text: String,
}

/// Everything the page shows, read at one moment.
struct Look {
    now: Instant,
    standing: Standing,
    permitted: Entitlements,
    history: Vec<Entry>,
    state: State,
    last_id: Option<LastId>,
    syncs: bool,
}

impl Product {
    /// At the first start it has users and an instance ID, so that the page has something to show.
    fn open(
        clock: Clock,
        settings: Settings,
        transport: Box<dyn Transport + Send + Sync>,
        dir: &Path,
    ) -> Result<Self, StateError> {
        let (portal, hostname, free_tier) =
            (settings.portal.clone(), settings.hostname.clone(), settings.free_tier.clone());
        let instance = Instance::open(dir, settings)?;
        let dir = StateDir::open(dir)?;
        let product = Self { instance, dir, portal, hostname, free_tier, clock, transport, making: Mutex::new(()) };
        if product.instance.state()?.usage.daily().is_empty() {
            product.instance.report(FIRST_COUNTS, product.clock.now())?;
        }
        if product.last_id()?.is_none() {
            product.make_id()?;
        }
        Ok(product)
    }

    fn alone(&self) -> MutexGuard<'_, ()> {
        self.making.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, counts: Counts) -> Result<(), StateError> {
        let _alone = self.alone();
        self.instance.report(counts, self.clock.now())
    }

    /// As a product does every day, the counts are told again first: the day must not be missing in the message.
    fn make_id(&self) -> Result<(), StateError> {
        let _alone = self.alone();
        self.count_again()?;
        let now = self.clock.now();
        let text = self.instance.instance_id(now, None)?;
        self.dir.write(LAST_ID, &format!("{}\n{text}\n", now.to_rfc3339()))
    }

    fn count_again(&self) -> Result<(), StateError> {
        let users = self.instance.state()?.usage.users();
        let counts = Counts { active: users.active, inactive: users.inactive, billable: users.billable };
        self.instance.report(counts, self.clock.now())
    }

    /// Sends one message and loads the answer; with the code it links the instance.
    fn sync(&self, code: Option<&ActivationCode>) -> Result<Synced, SyncFailed> {
        {
            let _alone = self.alone();
            self.count_again()?;
        }
        let synced = self.instance.sync(&*self.transport, self.clock.now(), code);
        // Whether or not its answer came, the portal may have this message: the instance ID shown so far is an older one.
        self.make_id()?;
        if synced.is_ok() {
            self.dir.write(SYNCS, "")?;
        }
        synced
    }

    fn syncs(&self) -> Result<bool, StateError> {
        Ok(self.dir.read(SYNCS)?.is_some())
    }

    fn last_id(&self) -> Result<Option<LastId>, StateError> {
        let Some(file) = self.dir.read(LAST_ID)? else { return Ok(None) };
        let Some((made_at, text)) = file.split_once('\n') else { return Ok(None) };
        Ok(made_at.parse().ok().map(|made_at| LastId { made_at, text: text.trim().to_owned() }))
    }

    fn look(&self) -> Result<Look, StateError> {
        let system = self.clock.now();
        let standing = self.instance.standing(system)?;
        let state = self.instance.state()?;
        Ok(Look {
            now: state.seen.now(system),
            permitted: standing.entitlements(&self.free_tier),
            standing,
            history: self.instance.history(system)?,
            last_id: self.last_id()?,
            syncs: self.syncs()?,
            state,
        })
    }
}

type Shared = web::Data<Product>;

/// The sample instance as it runs.
#[derive(Clone)]
pub struct Sample(Shared);

impl Sample {
    /// What the product does by itself, once it has synced: at a midnight that is played it syncs, as nobody waits there
    /// for its own minute of the day; otherwise when the portal's next time has come.
    pub async fn work(&self, is_midnight: bool) {
        let product = self.0.clone();
        let synced = on_files(move || {
            if !product.syncs()? {
                return Ok(());
            }
            let next = product.instance.state()?.next_sync;
            let is_due = is_midnight || next.is_some_and(|next| next <= product.clock.now());
            if is_due { product.sync(None).map(drop) } else { Ok(()) }
        });
        match synced.await {
            Ok(Ok(())) => {}
            Ok(Err(cause)) => tracing::warn!(%cause, "the sample instance cannot sync and will try again"),
            Err(cause) => tracing::error!(?cause, "the sample instance cannot sync"),
        }
    }
}

/// Starts the sample instance with its files in `dir`; `transport` leads to the portal.
///
/// # Errors
/// The address is taken, or the directory cannot be used.
pub async fn start(
    clock: Clock,
    settings: Settings,
    transport: Box<dyn Transport + Send + Sync>,
    dir: PathBuf,
    bind: SocketAddr,
) -> io::Result<(Server, SocketAddr, Sample)> {
    let opened = on_files(move || Product::open(clock, settings, transport, &dir)).await.map_err(io::Error::other)?;
    let product = web::Data::new(opened.map_err(io::Error::other)?);
    let (server, address) = server::serve(Tool::Instance, bind, configure(product.clone()))?;
    Ok((server, address, Sample(product)))
}

fn configure(product: Shared) -> impl FnOnce(&mut ServiceConfig) + Clone + Send + 'static {
    move |config| {
        config.app_data(product);
        config.service(web::resource("/").route(web::get().to(show)));
        config.service(web::resource("/instance-id").route(web::post().to(make_id)));
        config.service(web::resource("/instance-id.txt").route(web::get().to(file)));
        config.service(web::resource("/counts").route(web::post().to(count)));
        config.service(web::resource("/token").route(web::post().to(load)));
        config.service(web::resource("/sync").route(web::post().to(sync)));
    }
}

/// Work on files, on a thread that may wait for a disk.
async fn on_files<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Wrong> {
    tokio::task::spawn_blocking(work).await.map_err(Wrong::broken)
}

/// `GET /`: nothing is changed by looking.
async fn show(call: Call, product: Shared) -> Result<HttpResponse, Wrong> {
    page(&call, product, StatusCode::OK, None, Typed::default()).await
}

async fn page(
    call: &Call,
    product: Shared,
    status: StatusCode,
    problem: Option<Problem>,
    typed: Typed,
) -> Result<HttpResponse, Wrong> {
    let shared = product.clone();
    let look = on_files(move || shared.look()).await?.map_err(Wrong::broken)?;
    call.show(status, &Show::new(call, &product, &look, problem, typed))
}

/// `POST /instance-id`
async fn make_id(call: Call, product: Shared, _: Fields) -> Result<HttpResponse, Wrong> {
    on_files(move || product.make_id()).await?.map_err(Wrong::broken)?;
    Ok(call.back_saying(Told::Made.as_str()))
}

/// `GET /instance-id.txt`: the one made last, in lines, to be carried on a stick.
async fn file(product: Shared) -> Result<HttpResponse, Wrong> {
    let last_id = on_files(move || product.last_id()).await?.map_err(Wrong::broken)?;
    let last_id = last_id.ok_or(Wrong::Missing)?;
    let name = HeaderValue::from_static("attachment; filename=\"instance-id.txt\"");
    let mut response = HttpResponse::Ok();
    response.insert_header(ContentType::plaintext()).insert_header((CONTENT_DISPOSITION, name));
    Ok(response.insert_header((CACHE_CONTROL, "no-store")).body(instance_id::armour(&last_id.text)))
}

/// `POST /counts`: the product has other users now.
async fn count(call: Call, product: Shared, posted: Fields) -> Result<HttpResponse, Wrong> {
    let typed = ["active", "inactive", "billable"].map(|name| posted.text(name).trim().to_owned());
    let number = |text: &String| text.parse::<u64>().ok().filter(|n| *n <= MOST_USERS);
    let [active, inactive, billable] = typed.each_ref().map(number);
    let (Some(active), Some(inactive), Some(billable)) = (active, inactive, billable) else {
        let wrong = [("active", active), ("inactive", inactive), ("billable", billable)];
        let field = wrong.into_iter().find(|(_, number)| number.is_none()).map_or("active", |(name, _)| name);
        let problem = view::no_count(call.language, field, MOST_USERS);
        let typed = Typed { counts: Some(typed), ..Typed::default() };
        return page(&call, product, StatusCode::UNPROCESSABLE_ENTITY, Some(problem), typed).await;
    };
    let counts = Counts { active, inactive, billable };
    on_files(move || product.count(counts)).await?.map_err(Wrong::broken)?;
    Ok(call.back_saying(Told::Counted.as_str()))
}

/// `POST /token`: loaded, or refused with a sentence of its own; then nothing has changed (R30).
async fn load(call: Call, product: Shared, posted: Fields) -> Result<HttpResponse, Wrong> {
    let (text, shared) = (posted.text("token").to_owned(), product.clone());
    let pasted = text.clone();
    match on_files(move || shared.instance.load_token(&pasted, shared.clock.now())).await? {
        Ok(loaded) => Ok(call.back_saying(Told::of(&loaded, Told::LoadedKnown).as_str())),
        Err(LoadRefused::State(cause)) => Err(Wrong::broken(cause)),
        Err(LoadRefused::Token(refused)) => {
            let problem = view::refusal(call.language, &refused);
            let typed = Typed { token: text, ..Typed::default() };
            page(&call, product, StatusCode::UNPROCESSABLE_ENTITY, Some(problem), typed).await
        }
    }
}

/// `POST /sync`: with the activation code unless it is linked already.
async fn sync(call: Call, product: Shared, posted: Fields) -> Result<HttpResponse, Wrong> {
    let (typed, shared) = (posted.text("code").trim().to_owned(), product.clone());
    let text = typed.clone();
    let synced = on_files(move || {
        let is_first = shared.instance.state()?.tokens.is_empty();
        match (is_first || !text.is_empty()).then(|| text.parse::<ActivationCode>()).transpose() {
            Ok(code) => shared.sync(code.as_ref()).map(Ok),
            Err(wrong) => Ok(Err(wrong)),
        }
    });
    let problem = match synced.await? {
        Ok(Ok(synced)) => {
            let told = synced.loaded.map_or(Told::Synced, |loaded| Told::of(&loaded, Told::Synced));
            return Ok(call.back_saying(told.as_str()));
        }
        Ok(Err(wrong)) => view::no_code(call.language, &wrong),
        Err(SyncFailed::State(cause)) => return Err(Wrong::broken(cause)),
        Err(failed) => view::not_synced(call.language, failed),
    };
    let typed = Typed { code: typed, ..Typed::default() };
    page(&call, product, StatusCode::UNPROCESSABLE_ENTITY, Some(problem), typed).await
}

#[cfg(test)]
#[path = "instance_tests.rs"]
mod tests;
