//! Loads a photo's picture of full detail off the page, so that it appears in one piece.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlImageElement;

/// A decoded picture, ready to be put on the page; `None` where it could not be loaded.
pub async fn decoded(url: &str) -> Option<HtmlImageElement> {
    let element = web_sys::window()?.document()?.create_element("img").ok()?;
    let image: HtmlImageElement = element.dyn_into().ok()?;
    image.set_decoding("async");
    image.set_alt("");
    image.set_src(url);
    JsFuture::from(image.decode()).await.ok()?;
    Some(image)
}
