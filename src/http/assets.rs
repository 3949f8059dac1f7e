//! Styles, script and pictures: inside the binary, named by their contents, compressed once.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::LazyLock;

use actix_web::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use actix_web::{HttpRequest, HttpResponse};

use crate::vault;

#[derive(rust_embed::RustEmbed)]
#[folder = "static/"]
#[include = "css/*.css"]
#[include = "js/*.js"]
#[include = "img/*.svg"]
struct Files;

struct Asset {
    plain: Vec<u8>,
    brotli: Vec<u8>,
    content_type: &'static str,
    url: String,
}

static ASSETS: LazyLock<BTreeMap<String, Asset>> =
    LazyLock::new(|| Files::iter().filter_map(|name| Some((name.to_string(), asset(&name)?))).collect());

fn asset(name: &str) -> Option<Asset> {
    let plain = Files::get(name)?.data.into_owned();
    let content_type = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let text = String::from_utf8_lossy(&plain);
    let fingerprint: String = vault::hash_of(&text).chars().take(10).collect();
    Some(Asset { brotli: compressed(&plain), url: format!("/static/{fingerprint}/{name}"), plain, content_type })
}

/// Brotli at its best, which costs a moment once; empty if it cannot be done, and then nobody is offered it.
fn compressed(plain: &[u8]) -> Vec<u8> {
    let mut out = brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22);
    match out.write_all(plain) {
        Ok(()) => out.into_inner(),
        Err(_) => Vec::new(),
    }
}

/// The address of an asset, with its fingerprint: `url("css/app.css")`. An unknown name has none; a test asks for all.
#[must_use]
pub fn url(name: &str) -> &'static str {
    ASSETS.get(name).map_or("", |asset| asset.url.as_str())
}

/// `GET /static/{fingerprint}/{name}`: cached for ever, as another content has another address.
/// One that is none of ours has no body, and gets the page of whichever server it is.
pub async fn show(request: HttpRequest) -> HttpResponse {
    let name = request.match_info().query("name");
    let Some(asset) = ASSETS.get(name).filter(|a| a.url == request.path()) else {
        return HttpResponse::NotFound().finish();
    };
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, asset.content_type));
    response.insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"));
    response.insert_header((VARY, "accept-encoding"));
    let accepts = request.headers().get(ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or("");
    if accepts.contains("br") && !asset.brotli.is_empty() {
        return response.insert_header((CONTENT_ENCODING, "br")).body(asset.brotli.as_slice());
    }
    // Named, so that nobody compresses it again on each request.
    response.insert_header((CONTENT_ENCODING, "identity")).body(asset.plain.as_slice())
}
