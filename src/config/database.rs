//! Which database: `sqlite://PATH` or `postgres://…`.

use secrecy::{ExposeSecret, SecretString};

/// The database that `SEATSYNC_DATABASE_URL` names.
#[derive(Clone, Debug)]
pub enum Database {
    /// One embedded file.
    Sqlite {
        /// Where it lies.
        path: String,
    },
    /// Embedded, in memory alone: gone with the process. For `seatsync simulate`; no setting names it.
    Memory,
    /// A server; the address may hold a password, so it is never printed.
    Postgres {
        /// The whole address, as libpq reads it.
        url: SecretString,
    },
}

impl std::str::FromStr for Database {
    type Err = String;

    fn from_str(url: &str) -> Result<Self, String> {
        if let Some(path) = url.strip_prefix("sqlite://").filter(|p| !p.is_empty()) {
            return Ok(Self::Sqlite { path: path.to_owned() });
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres { url: SecretString::from(url.to_owned()) });
        }
        Err("must be sqlite://PATH or postgres://USER@HOST/NAME".to_owned())
    }
}

impl Database {
    /// The address, for a child process; it may hold a password.
    #[must_use]
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite { path } => format!("sqlite://{path}"),
            Self::Memory => "sqlite://:memory:".to_owned(),
            Self::Postgres { url } => url.expose_secret().to_owned(),
        }
    }
}
