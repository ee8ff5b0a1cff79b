//! One photo in its place.

use super::load::decoded;
use super::state::Full;
use super::view::{DETAIL_ZOOM, Size, View};
use crate::components::{Icon, IconName, Kbd};
use crate::i18n::{errors, review as text, t, use_language, vocabulary};
use crate::pages::review::state::Review;
use coe_domain::RequestId;
use coe_wire::review::PhotoView;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// How far the picture of screen size has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loading {
    /// On its way.
    Waiting,
    /// On screen.
    Shown,
    /// It did not come.
    Failed,
}

/// How far the picture of full detail has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// Not asked for.
    No,
    /// On its way; the other picture stays meanwhile.
    Waiting,
    /// On screen.
    Shown,
}

/// One photo: skeleton, picture or the reason why there is none. Made anew for every photo of
/// every request, so that it never holds a picture of another one.
#[component]
pub fn PhotoPane(
    /// The request that the photo belongs to.
    request: RequestId,
    /// The photo.
    photo: PhotoView,
) -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let kind = photo.kind;
    let pane = review.photos.pane(kind);
    pane.view.set(View::default());
    pane.photo.set(Size {
        width: f64::from(photo.width),
        height: f64::from(photo.height),
    });

    let stage = NodeRef::<html::Div>::new();
    let frame = NodeRef::<html::Div>::new();
    let loading = RwSignal::new(Loading::Waiting);
    let detail = RwSignal::new(Detail::No);
    let attempt = RwSignal::new(0_u32);
    observe_size(stage, pane);
    ask_for_detail(
        review,
        kind,
        loading,
        detail,
        frame,
        photo.detail_url.clone(),
    );

    let is_active = move || review.photos.active.get() == kind;
    let is_away = move || review.photos.full.get() == Full::Active && !is_active();
    let known_error = photo.error.clone();
    let broken = known_error.is_some();
    let failed = move || broken || loading.get() == Loading::Failed;
    let fitted = Memo::new(move |_| pane.view.get().fitted(pane.stage.get(), pane.photo.get()));
    let zoom_text = move || {
        let zoom = pane.view.get().zoom;
        (zoom > 1.005).then(|| format!("{zoom:.1}×"))
    };
    let is_zoomed = move || pane.view.get().zoom > 1.0;
    let label = move || vocabulary::label(kind).text(language.get());
    let source = photo.screen_url.clone();
    let sha256 = photo.sha256.clone();
    let test_id = format!("photo-{}", kind.code());
    let size_title = format!(
        "{} × {} px · {} kB",
        photo.width,
        photo.height,
        photo.bytes / 1000
    );

    let retry = move |_| {
        loading.set(Loading::Waiting);
        detail.set(Detail::No);
        attempt.update(|count| *count += 1);
        if broken {
            review.refresh();
        }
    };

    view! {
        <div
            class="photo-pane"
            class:is-active=is_active
            class:is-away=is_away
            class:is-zoomed=is_zoomed
            data-kind=kind.code()
        >
            <div
                class="photo-stage"
                node_ref=stage
                role="group"
                aria-label=label
                on:pointerdown=move |event| press(&event, review, kind)
                on:pointermove=move |event| drag(&event, review, kind)
                on:wheel=move |event| wheel(&event, review, kind)
                on:dblclick=move |event| double_click(&event, review, kind)
            >
                <div
                    class="photo-frame"
                    class:is-shown=move || loading.get() == Loading::Shown && !failed()
                    node_ref=frame
                    style:width=move || format!("{:.1}px", fitted.get().width)
                    style:height=move || format!("{:.1}px", fitted.get().height)
                    style:transform=move || pane.view.get().transform()
                    style:filter=move || pane.view.get().light.filter()
                >
                    {move || {
                        let _ = attempt.get();
                        (!broken).then(|| view! {
                            <img
                                class="photo-picture"
                                alt=label
                                draggable="false"
                                src=source.clone()
                                data-testid=test_id.clone()
                                data-request=request.to_string()
                                data-sha256=sha256.clone()
                                data-detail=move || if detail.get() == Detail::Shown { "shown" } else { "no" }
                                on:load=move |_| loading.set(Loading::Shown)
                                on:error=move |_| loading.set(Loading::Failed)
                            />
                        })
                    }}
                </div>
                <Show when=move || loading.get() == Loading::Waiting && !failed()>
                    <div class="photo-skeleton" role="status" aria-label=t(text::PHOTO_LOADING)></div>
                </Show>
                {move || failed().then(|| {
                    let known = known_error.clone();
                    let sentence = move || match &known {
                        Some(error) => errors::error_sentence(error, language.get()),
                        None => text::PHOTO_FAILED_TEXT.text(language.get()).to_owned(),
                    };
                    view! {
                        <div class="photo-error" role="alert" data-testid=format!("photo-error-{}", kind.code())>
                            <Icon name=IconName::ImageOff/>
                            <strong>{t(text::PHOTO_FAILED)}</strong>
                            <p>{sentence}</p>
                            <button type="button" class="photo-button" on:click=retry>
                                <Icon name=IconName::Refresh/>
                                {t(text::TRY_AGAIN)}
                            </button>
                        </div>
                    }
                })}
            </div>
            <div class="photo-chips">
                <span class="photo-chip photo-name" title=size_title>
                    {label}
                    <Show when=move || !is_active()><Kbd key="c"/></Show>
                </span>
                {move || zoom_text().map(|zoom| view! { <span class="photo-chip num">{zoom}</span> })}
                <Show when=move || detail.get() == Detail::Waiting>
                    <span class="photo-chip is-quiet" role="status">{t(text::DETAIL_LOADING)}</span>
                </Show>
            </div>
        </div>
    }
}

/// Follows the room that the pane has.
fn observe_size(stage: NodeRef<html::Div>, pane: super::state::Pane) {
    let measure = move || {
        let Some(Some(element)) = stage.try_get_untracked() else {
            return;
        };
        let size = Size {
            width: f64::from(element.client_width()),
            height: f64::from(element.client_height()),
        };
        if size.width > 0.0 && pane.stage.try_get_untracked() != Some(size) {
            pane.stage.try_set(size);
            let photo = pane.photo.try_get_untracked().unwrap_or_default();
            pane.view
                .try_update(|view| *view = view.kept_inside(size, photo));
        }
    };
    Effect::new(move |before: Option<()>| {
        let Some(element) = stage.get() else { return };
        measure();
        if before.is_some() {
            return;
        }
        let callback = Closure::<dyn Fn()>::new(measure);
        let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&element);
        let kept = StoredValue::new_local(Some((observer, callback)));
        on_cleanup(move || {
            let _ = kept.try_update_value(|kept| {
                if let Some((observer, _)) = kept.take() {
                    observer.disconnect();
                }
            });
        });
    });
}

/// Fetches the picture of full detail once it is worth it, and lays it over the other one when it
/// is decoded.
fn ask_for_detail(
    review: Review,
    kind: coe_domain::ImageKind,
    loading: RwSignal<Loading>,
    detail: RwSignal<Detail>,
    frame: NodeRef<html::Div>,
    url: String,
) {
    let pane = review.photos.pane(kind);
    let wanted = Memo::new(move |_| {
        let shown = match review.photos.full.get() {
            Full::No => false,
            Full::Active => review.photos.active.get() == kind,
            Full::Both => true,
        };
        loading.get() == Loading::Shown && (shown || pane.view.get().zoom >= DETAIL_ZOOM)
    });
    Effect::new(move || {
        if !wanted.get() || detail.get_untracked() != Detail::No {
            return;
        }
        detail.set(Detail::Waiting);
        let url = url.clone();
        leptos::task::spawn_local(async move {
            let picture = decoded(&url).await;
            // The pane may be another photo's by now; then its frame is gone.
            let Some(Some(frame)) = frame.try_get_untracked() else {
                return;
            };
            let placed = picture.is_some_and(|picture| {
                picture.set_class_name("photo-picture photo-detail");
                let _ = picture.set_attribute("draggable", "false");
                frame.append_child(&picture).is_ok()
            });
            detail.try_set(if placed { Detail::Shown } else { Detail::No });
        });
    });
}

/// Where an event happened, from the middle of its pane.
fn from_middle(event: &web_sys::MouseEvent) -> (f64, f64) {
    let stage = event
        .current_target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    let Some(rect) = stage.map(|stage| stage.get_bounding_client_rect()) else {
        return (0.0, 0.0);
    };
    (
        f64::from(event.client_x()) - rect.left() - rect.width() / 2.0,
        f64::from(event.client_y()) - rect.top() - rect.height() / 2.0,
    )
}

fn press(event: &ev::PointerEvent, review: Review, kind: coe_domain::ImageKind) {
    review.photos.active.set(kind);
    let on_button = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .and_then(|element| element.closest("button").ok().flatten())
        .is_some();
    if event.button() != 0 || on_button {
        return;
    }
    let stage = event
        .current_target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    if let Some(stage) = stage {
        // Without capture the drag ends at the pane's edge, no more.
        let _ = stage.set_pointer_capture(event.pointer_id());
    }
}

fn drag(event: &ev::PointerEvent, review: Review, kind: coe_domain::ImageKind) {
    if event.buttons() & 1 == 0 || review.photos.pane(kind).view.get_untracked().zoom <= 1.0 {
        return;
    }
    let (dx, dy) = (f64::from(event.movement_x()), f64::from(event.movement_y()));
    review.photos.change(kind, |view| view.panned(dx, dy));
}

fn wheel(event: &ev::WheelEvent, review: Review, kind: coe_domain::ImageKind) {
    event.prevent_default();
    let lines = if event.delta_mode() == 0 {
        event.delta_y() / 100.0
    } else {
        event.delta_y() / 3.0
    };
    let factor = 1.2_f64.powf(-lines.clamp(-4.0, 4.0));
    let point = from_middle(event);
    review.photos.active.set(kind);
    review
        .photos
        .change(kind, |view| view.zoomed(factor, point));
}

fn double_click(event: &ev::MouseEvent, review: Review, kind: coe_domain::ImageKind) {
    let point = from_middle(event);
    let close = review.photos.pane(kind).view.get_untracked().zoom > 1.05;
    let factor = if close { 0.0 } else { 2.5 };
    review
        .photos
        .change(kind, |view| view.zoomed(factor, point));
}
