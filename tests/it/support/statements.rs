//! Counts what a test's own database is asked.

use std::collections::BTreeMap;
use std::sync::{Mutex, Once};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use seatsync::config::database::Database;

/// What was asked of the databases that are watched, by address.
static ASKED: Mutex<BTreeMap<String, Vec<String>>> = Mutex::new(BTreeMap::new());

/// One connection, to the address it was opened with.
#[derive(Default)]
struct Ear(String);

impl Instrumentation for Ear {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => url.clone_into(&mut self.0),
            InstrumentationEvent::StartQuery { query, .. } => {
                let mut asked = ASKED.lock().unwrap();
                // The program adds options to PostgreSQL's address.
                if let Some((_, asked)) = asked.iter_mut().find(|(address, _)| self.0.starts_with(address.as_str())) {
                    asked.push(query.to_string());
                }
            }
            _ => {}
        }
    }
}

/// To be called before any test opens a connection that is to be watched.
pub fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| set_default_instrumentation(|| Some(Box::<Ear>::default())).unwrap());
}

/// What a database is asked while `f` runs.
pub fn asked<T>(database: &Database, f: impl FnOnce() -> T) -> (T, Vec<String>) {
    let url = database.url();
    let address = url.trim_start_matches("sqlite://").to_owned();
    ASKED.lock().unwrap().insert(address.clone(), Vec::new());
    let value = f();
    (value, ASKED.lock().unwrap().remove(&address).unwrap())
}
