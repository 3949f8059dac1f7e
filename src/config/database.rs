//! Which database: `sqlite://PATH` or `postgres://…`.

use secrecy::{ExposeSecret, SecretString};

use super::address::Address;

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

/// What asks libpq for TLS; the words without it are `disable`, `allow` and `prefer`.
const WITH_TLS: [&str; 3] = ["require", "verify-ca", "verify-full"];

impl std::str::FromStr for Database {
    type Err = &'static str;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            return is_path(path).map(|()| Self::Sqlite { path: path.to_owned() });
        }
        if let Some(rest) = url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://")) {
            return is_server(rest).map(|()| Self::Postgres { url: SecretString::from(url.to_owned()) });
        }
        Err("must be sqlite://PATH or postgres://USER@HOST/NAME")
    }
}

/// A path and nothing else: what reads like an address would be the name of a new, empty file.
fn is_path(path: &str) -> Result<(), &'static str> {
    let escapes = |(at, _): (usize, &str)| {
        path.get(at + 1..at + 3).is_some_and(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    if path.is_empty() {
        return Err("names no file: must be sqlite://PATH");
    }
    if path.trim() != path || path.chars().any(char::is_control) {
        return Err("must not have blanks around its path, or line breaks in it");
    }
    if path == ":memory:" || path.starts_with("file:") {
        return Err("must name a file, as sqlite://PATH: a database in memory would forget everything");
    }
    if path.contains(['?', '#', '*', '$', '"']) || path.match_indices('%').any(escapes) {
        return Err("takes a path as it is, without parameters (?…), escapes (%20), variables or quotes");
    }
    if path.starts_with(['~', '\'']) {
        return Err("takes a path as it is: ~ and quotes mean nothing in it");
    }
    if path.ends_with('/') {
        return Err("names a folder: must be sqlite://PATH, with the file's name at its end");
    }
    Ok(())
}

fn is_server(rest: &str) -> Result<(), &'static str> {
    let address = Address::read(rest)?;
    if address.hosts.is_empty() && address.parameter("host").is_none_or(str::is_empty) {
        return Err("names no server: must be postgres://USER@HOST/NAME");
    }
    if address.name.is_empty() && address.parameter("dbname").is_none_or(str::is_empty) {
        return Err("names no database: must be postgres://USER@HOST/NAME");
    }
    if address.name.contains('/') {
        return Err("must have one name behind its server: postgres://USER@HOST/NAME");
    }
    match address.parameter("sslmode") {
        Some(mode) if WITH_TLS.contains(&mode) && cfg!(feature = "bundled-libpq") => {
            Err("asks for TLS (sslmode), which this build can't do: docs/operations.md says how to build one that can")
        }
        Some(mode) if !WITH_TLS.contains(&mode) && !["disable", "allow", "prefer"].contains(&mode) => {
            Err("has an sslmode that isn't one of disable, allow, prefer, require, verify-ca and verify-full")
        }
        _ => Ok(()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_path_is_refused_and_opens_no_new_database() {
        for good in ["x.db", "/data/x.db", "./a b/x.db", "../x", "o'brien/x.db", "100%.db", "münchen.db", "a:b.db"] {
            assert!(format!("sqlite://{good}").parse::<Database>().is_ok(), "{good}");
        }
        for bad in [
            "",
            " ",
            "x.db?mode=rwc",
            "x%20y.db",
            "x.db\n",
            " x.db",
            "x.db ",
            "x.db\u{a0}",
            "x\0.db",
            ":memory:",
            "file:x.db",
            "file:///x.db",
            "data/",
            "/",
            "~/x.db",
            "$HOME/x.db",
            "\"x.db\"",
            "'x.db'",
            "x.db#a",
            "*.db",
            "x\ty.db",
        ] {
            assert!(format!("sqlite://{bad}").parse::<Database>().is_err(), "{bad:?}");
        }
        for bad in
            ["sqlite:x.db", "sqlite:/x.db", "SQLITE://x.db", "x.db", " sqlite://x.db", "file:x.db", "sqlite3://x"]
        {
            assert!(bad.parse::<Database>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_server_is_named_with_its_database() {
        for good in [
            "postgres://me@db/x",
            "postgresql://me:p%40ss@db:5432/x?sslmode=disable",
            "postgres:///x?host=/run/postgresql",
            "postgres://%2Frun%2Fpostgresql/x",
            "postgres://seatsync@127.0.0.1:4711/t?options=-csearch_path%3Da",
        ] {
            assert!(good.parse::<Database>().is_ok(), "{good}");
        }
        for bad in [
            "postgres://",
            "postgres:///x",
            "postgres://db",
            "postgres://db/",
            "postgres://db:70000/x",
            "postgres://me:hunter2@ss@db/x",
            "postgres://db/x/y",
            "postgres://db/x?sslmode=yes",
            "postgres:db/x",
        ] {
            assert!(bad.parse::<Database>().is_err(), "{bad}");
        }
        let with_tls = "postgres://db/x?sslmode=verify-full".parse::<Database>();
        assert_eq!(with_tls.is_err(), cfg!(feature = "bundled-libpq"));
    }
}
