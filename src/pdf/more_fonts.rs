//! Fonts for what the two faces do not have: some that are compiled in, then what the caller found. Chosen in one order, so
//! that the same text is drawn with the same fonts.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use super::characters::{drawable, is_joiner};
use super::face::inter;
use super::more::{Coverage, More};

/// Reads a font's file; none if that is not possible.
pub type Reader = Box<dyn Fn() -> Option<Vec<u8>> + Send + Sync>;

/// Packed with Brotli. Where two have a character, the first is taken.
const SHIPPED: [&[u8]; 5] = [
    include_bytes!("fonts/NotoSansHebrew-Regular.ttf.br"),
    include_bytes!("fonts/NotoSansArabic-Regular.ttf.br"),
    include_bytes!("fonts/NotoSansThai-Regular.ttf.br"),
    include_bytes!("fonts/NotoSansDevanagari-Regular.ttf.br"),
    include_bytes!("fonts/DroidSansFallback.ttf.br"),
];

/// Unpacked when a text first needs one of them, and never if none does.
static UNPACKED: LazyLock<Vec<Arc<More>>> = LazyLock::new(|| SHIPPED.iter().filter_map(|font| unpack(font)).collect());

fn unpack(mut packed: &[u8]) -> Option<Arc<More>> {
    let mut bytes = Vec::new();
    brotli::BrotliDecompress(&mut packed, &mut bytes).ok()?;
    More::read(Arc::new(bytes)).map(Arc::new)
}

/// What a document can be drawn with: the fonts that are compiled in, and more of the machine.
pub struct Fonts {
    found: Mutex<Found>,
}

/// What was read of the machine's fonts: no more of them than texts needed.
struct Found {
    unread: Box<dyn Iterator<Item = Reader> + Send>,
    read: Vec<Candidate>,
    /// Which of those read has a character, if any has: characters that were looked for.
    known: HashMap<char, Option<usize>>,
}

struct Candidate {
    reader: Reader,
    covers: Coverage,
    /// Kept from the first time that it draws something.
    loaded: Option<Arc<More>>,
}

impl Fonts {
    /// Fonts beside those that are compiled in, the preferred first. Files are read when a text needs them.
    #[must_use]
    pub fn new(more: Box<dyn Iterator<Item = Reader> + Send>) -> Self {
        Self { found: Mutex::new(Found { unread: more, read: Vec::new(), known: HashMap::new() }) }
    }

    /// Only those that are compiled in.
    #[must_use]
    pub fn shipped() -> Self {
        Self::new(Box::new(std::iter::empty()))
    }

    /// The characters of a text that no font has, each once: a box would be drawn for them.
    #[must_use]
    pub fn missing(&self, text: &str) -> Vec<char> {
        let mut missing = Vec::new();
        for character in drawable(text).chars() {
            let is_there = character.is_ascii() || is_joiner(character) || missing.contains(&character);
            if !is_there && !inter().is_some_and(|inter| inter.has(character)) && self.with(character).is_none() {
                missing.push(character);
            }
        }
        missing
    }

    /// The first font that has all characters of what a reader takes for one.
    pub(super) fn with_all(&self, cluster: &str) -> Option<Arc<More>> {
        let mut wanted = cluster.chars().filter(|character| !is_joiner(*character));
        let first = self.with(wanted.next()?)?;
        wanted.all(|character| first.has(character)).then_some(first)
    }

    /// The first font that has a character.
    pub(super) fn with(&self, character: char) -> Option<Arc<More>> {
        let shipped = UNPACKED.iter().find(|more| more.has(character)).cloned();
        shipped.or_else(|| self.found.lock().unwrap_or_else(PoisonError::into_inner).with(character))
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").finish_non_exhaustive()
    }
}

impl Found {
    fn with(&mut self, character: char) -> Option<Arc<More>> {
        let index = match self.known.get(&character) {
            Some(known) => *known,
            None => {
                let index = self.look_for(character);
                self.known.insert(character, index);
                index
            }
        };
        let candidate = self.read.get_mut(index?)?;
        if candidate.loaded.is_none() {
            candidate.loaded = (candidate.reader)().and_then(|bytes| More::read(Arc::new(bytes))).map(Arc::new);
        }
        // Replaced since by a file without it, it must not be asked for it.
        candidate.loaded.clone().filter(|more| more.has(character))
    }

    fn look_for(&mut self, character: char) -> Option<usize> {
        if let Some(index) = self.read.iter().position(|candidate| candidate.covers.has(character)) {
            return Some(index);
        }
        for reader in self.unread.by_ref() {
            let Some(more) = reader().and_then(|bytes| More::read(Arc::new(bytes))) else { continue };
            let has = more.has(character);
            self.read.push(Candidate { reader, covers: more.covers().clone(), loaded: has.then(|| Arc::new(more)) });
            if has {
                return Some(self.read.len() - 1);
            }
        }
        None
    }
}
