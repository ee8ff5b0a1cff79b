//! Pictures ready for the screen: rendered once, off the UI thread, kept in memory only.

use coe_domain::Language;
use coe_domain::thai_date::format_moment;
use coe_evidence::{EvidenceError, Limits, Size, Watermark, render};
use coe_usecases::view_photo::read_photo;
use coe_usecases::{Actor, Desk};
use coe_wire::photo::PhotoAddress;
use coe_wire::review::PhotoSize;
use coe_wire::{ErrorCode, UiError};
use lru::LruCache;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// Pictures kept: two photos in two sizes of the open case, and two prefetched ones, twice over.
const KEPT: NonZeroUsize = NonZeroUsize::new(12).unwrap();

type Picture = Result<Arc<Vec<u8>>, UiError>;
type Slot = Arc<OnceCell<Picture>>;

/// Pictures by address.
pub(crate) struct PhotoCache(Mutex<LruCache<PhotoAddress, Slot>>);

impl Default for PhotoCache {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(KEPT)))
    }
}

impl PhotoCache {
    /// The picture at an address, rendering it where that was not done yet. Two who ask at once
    /// share the work.
    pub(crate) async fn picture(
        &self,
        desk: &Desk,
        actor: &Actor,
        address: &PhotoAddress,
        request_no: &str,
    ) -> Picture {
        let slot = self.slot(address);
        let picture = slot
            .get_or_init(|| make(desk, actor, address, request_no))
            .await
            .clone();
        if picture.as_ref().is_err_and(|error| error.retryable) {
            self.lock().pop(address);
        }
        picture
    }

    /// What is known to be wrong with a photo.
    pub(crate) fn problem(&self, address: &PhotoAddress) -> Option<UiError> {
        self.lock().peek(address)?.get()?.as_ref().err().cloned()
    }

    /// Forgets all pictures: the window was locked, or someone else signs in.
    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    fn slot(&self, address: &PhotoAddress) -> Slot {
        self.lock()
            .get_or_insert(address.clone(), Slot::default)
            .clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, LruCache<PhotoAddress, Slot>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn make(desk: &Desk, actor: &Actor, address: &PhotoAddress, request_no: &str) -> Picture {
    let bytes = read_photo(desk, actor, address)
        .await
        .map_err(UiError::from)?;
    let moment = format_moment(desk.clock.now(), Language::Th);
    let watermark = Watermark {
        line: format!("{} · {moment} · {request_no}", actor.username),
    };
    let size = match address.size {
        PhotoSize::Screen => Size::Screen,
        PhotoSize::Detail => Size::Detail,
    };
    let work = move || render(&bytes, &Limits::default(), size, Some(&watermark));
    let rendered = tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| UiError::new(ErrorCode::PhotoTruncated))?;
    rendered
        .map(|rendered| Arc::new(rendered.jpeg))
        .map_err(|error| told(&error))
}

fn told(error: &EvidenceError) -> UiError {
    match error {
        EvidenceError::TooManyPixels { megapixels } => {
            UiError::new(ErrorCode::PhotoTooLarge).with("megapixels", megapixels)
        }
        EvidenceError::TooManyBytes { .. } => UiError::new(ErrorCode::PhotoTooLarge),
        EvidenceError::NotAnImage | EvidenceError::UnsupportedFormat => {
            UiError::new(ErrorCode::PhotoNotAnImage)
        }
        // Truncated, corrupt, or a kind of damage that the pipeline learns to tell apart later.
        _ => UiError::new(ErrorCode::PhotoTruncated),
    }
}
