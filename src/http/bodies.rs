//! What a request may bring with it: plain bytes, not many, and soon. Read whole before anything else is done, at every
//! address of every server, whether its handler wants a body or not.
//!
//! A framework's own extractors unpack what says it is packed before they count (304 bytes became 504 MiB), and count only
//! where one of them is asked. So nothing packed comes past here, and nobody but [`fields`] reads a form.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, TRANSFER_ENCODING, UPGRADE};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, BytesMut, Query};
use actix_web::{HttpMessage, ResponseError};
use futures_util::StreamExt;

use crate::domain::language::Language;
use crate::words::t;

/// Bytes of a body at most: a pasted instance ID or token may be 64 KiB, and one that is too long gets its own sentence.
pub const LARGEST: usize = 256 * 1024;
/// How long a whole body may take to arrive, however steadily it drips.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a body is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{self:?}")]
pub enum Unfit {
    Packed,
    /// It is larger than any of ours.
    TooLarge,
    /// It took too long to arrive.
    Slow,
    /// It broke off.
    CutOff,
    /// It is of another kind than the address takes.
    OtherKind,
    /// It cannot be read.
    Unreadable,
}

impl Unfit {
    /// What to say of it: in a word, and what to do.
    #[must_use]
    pub fn said(self, l: Language) -> (String, String) {
        match self {
            Self::Packed | Self::OtherKind => (t!(l, "error-media"), t!(l, "error-media-text")),
            Self::TooLarge => (t!(l, "error-too-large"), t!(l, "error-too-large-text")),
            Self::Slow => (t!(l, "error-slow"), t!(l, "error-slow-text")),
            Self::CutOff | Self::Unreadable => (t!(l, "error-unreadable"), t!(l, "error-unreadable-text")),
        }
    }
}

impl ResponseError for Unfit {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Packed | Self::OtherKind => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::CutOff | Self::Unreadable => StatusCode::BAD_REQUEST,
        }
    }

    /// Without a page yet: each server makes its own.
    fn error_response(&self) -> actix_web::HttpResponse {
        actix_web::HttpResponse::new(self.status_code())
    }
}

/// What was not read of a refused body, until the answer is out: [`close`] takes it.
struct Rest(Payload);

/// Innermost around the addresses: reads the body, or refuses it.
pub async fn read(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let mut payload = request.take_payload();
    match whole(request.method(), request.headers(), &mut payload).await {
        Ok(bytes) => {
            if !bytes.is_empty() {
                let once = futures_util::stream::once(std::future::ready(Ok(bytes)));
                request.set_payload(Payload::Stream { payload: Box::pin(once) });
            }
            if !matches!(payload, Payload::None) {
                request.extensions_mut().insert(Rest(payload));
            }
            next.call(request).await.map(ServiceResponse::map_into_boxed_body)
        }
        Err(unfit) => {
            request.extensions_mut().insert(Rest(payload));
            let (request, _) = request.into_parts();
            Ok(ServiceResponse::from_err(unfit, request))
        }
    }
}

/// Outermost: holds what was not read until the answer is out. A server that has dropped it would go on reading for as
/// long as the other side sends, without a limit and without a clock; one that holds it closes the connection.
pub async fn close(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?;
    let rest = response.request().extensions_mut().remove::<Rest>();
    Ok(match rest {
        Some(Rest(rest)) => response.map_body(|_, body| BoxBody::new(Held { body: Box::pin(body), _rest: rest })),
        None => response.map_into_boxed_body(),
    })
}

/// An answer, and what was not read of its question.
struct Held<B> {
    body: Pin<Box<B>>,
    _rest: Payload,
}

impl<B: MessageBody> MessageBody for Held<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        self.body.as_mut().poll_next(cx)
    }
}

async fn whole(method: &Method, headers: &HeaderMap, payload: &mut Payload) -> Result<Bytes, Unfit> {
    if is_packed(headers) {
        return Err(Unfit::Packed);
    }
    let length = headers.get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.trim().parse::<u64>().ok());
    if length.is_some_and(|length| usize::try_from(length).map_or(true, |length| length > LARGEST)) {
        return Err(Unfit::TooLarge);
    }
    // What asks to become another protocol goes on without an end: that is no body.
    let is_told = length.is_some() || headers.contains_key(TRANSFER_ENCODING);
    if matches!(payload, Payload::None) || *method == Method::CONNECT || headers.contains_key(UPGRADE) && !is_told {
        return Ok(Bytes::new());
    }
    let read = async {
        let mut bytes = BytesMut::new();
        while let Some(piece) = payload.next().await {
            let piece = piece.map_err(|_| Unfit::CutOff)?;
            if bytes.len() + piece.len() > LARGEST {
                return Err(Unfit::TooLarge);
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes.freeze())
    };
    tokio::time::timeout(PATIENCE, read).await.unwrap_or(Err(Unfit::Slow))
}

/// Whether any header says that the body is packed, in whatever spelling: all but `identity` is.
fn is_packed(headers: &HeaderMap) -> bool {
    let is_plain = |coding: &str| coding.trim().eq_ignore_ascii_case("identity");
    headers.get_all(CONTENT_ENCODING).any(|value| !value.to_str().is_ok_and(|list| list.split(',').all(is_plain)))
}

/// The kind of the body, without its parameters, in lower case.
#[must_use]
pub fn kind(headers: &HeaderMap) -> Option<String> {
    let told = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    Some(told.split(';').next().unwrap_or("").trim().to_ascii_lowercase())
}

/// The bytes of a body that [`read`] let through.
///
/// # Errors
/// It cannot be read.
pub async fn bytes(mut payload: Payload) -> Result<Bytes, Unfit> {
    match payload.next().await {
        None => Ok(Bytes::new()),
        Some(piece) => piece.map_err(|_| Unfit::CutOff),
    }
}

/// The fields of a posted form; of several with one name the last.
///
/// # Errors
/// It is no form, or cannot be read.
pub async fn fields(headers: &HeaderMap, payload: Payload) -> Result<BTreeMap<String, String>, Unfit> {
    let kind = kind(headers);
    let bytes = bytes(payload).await?;
    if kind.as_deref() != Some("application/x-www-form-urlencoded") {
        return Err(Unfit::OtherKind);
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| Unfit::Unreadable)?;
    let pairs = Query::<Vec<(String, String)>>::from_query(text).map_err(|_| Unfit::Unreadable)?;
    Ok(pairs.into_inner().into_iter().collect())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    #[test]
    fn any_content_encoding_but_identity_counts_as_compressed() {
        let packed = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(CONTENT_ENCODING, HeaderValue::from_static(value));
            }
            is_packed(&headers)
        };
        for plain in [&[][..], &["identity"], &["IDENTITY"], &[" identity , Identity"], &["identity", "identity"]] {
            assert!(!packed(plain), "{plain:?}");
        }
        for other in ["gzip", "GZIP", "x-gzip", "br", "deflate", "zstd", "compress", "", "identity, br", "br, identity"]
        {
            assert!(packed(&[other]), "{other:?}");
            assert!(packed(&["identity", other]), "{other:?}");
        }
    }
}
