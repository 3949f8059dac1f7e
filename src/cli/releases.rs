//! `releases import FILE.json`: what the vendor publishes, as data.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use super::{Stopped, app, operator};
use crate::actions::releases::file;
use crate::actions::{self, Failure, Refusal};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Import releases, advisories and support times from a file: `docs/releases.md` says how it is written.
    Import {
        /// The file.
        file: PathBuf,
    },
}

/// Imports the whole file, or nothing of it.
pub(super) async fn run(command: Command, json: bool) -> Result<(), Stopped> {
    let Command::Import { file: path } = command;
    let wrong = |why: String| Stopped::Wrong(format!("{}: {why}", path.display()));
    let text = read(&path).map_err(|e| wrong(e.to_string()))?;
    let app = app().await?;
    let file = file::read(&text, app.clock.now().date_naive()).map_err(&wrong)?;
    let product = file.product.clone();
    let ctx = operator(&app);
    let imported = match app.db.write(move |tx| actions::releases::import_releases(tx, &ctx, &file)).await {
        Err(Failure::Refused(Refusal::Missing)) => return Err(wrong(format!("there is no product {product:?}"))),
        imported => imported?,
    };
    let actions::releases::Imported { releases, advisories, support } = imported;
    if json {
        println!("{}", json!({ "releases": releases, "advisories": advisories, "support": support }));
    } else {
        println!("{releases} releases and {advisories} advisories imported");
    }
    Ok(())
}

/// At most one byte more than is taken, so that a file too large is not read whole.
fn read(path: &std::path::Path) -> std::io::Result<String> {
    use std::io::Read;
    let most = u64::try_from(file::MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut text = String::new();
    std::fs::File::open(path)?.take(most).read_to_string(&mut text)?;
    Ok(text)
}
