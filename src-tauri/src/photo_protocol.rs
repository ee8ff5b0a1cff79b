//! The picture protocol: pixels for the case on screen, to nobody else, kept by no cache.

use crate::state::AppState;
use coe_usecases::view_photo::note_view;
use coe_wire::photo::PhotoAddress;
use coe_wire::review::PhotoSize;
use coe_wire::{ErrorCode, UiError, command};
use std::sync::Arc;
use tauri::http::{Response, StatusCode, header};

/// Answers one request for a picture.
pub(crate) async fn answer(state: &AppState, path: &str) -> Response<Vec<u8>> {
    match picture(state, path).await {
        Ok(jpeg) => respond(StatusCode::OK, "image/jpeg", jpeg.to_vec()),
        Err(error) => {
            let status = match error.code {
                ErrorCode::NotSignedIn | ErrorCode::Locked | ErrorCode::NotAllowed => {
                    StatusCode::FORBIDDEN
                }
                ErrorCode::PhotoMismatch | ErrorCode::InvalidInput => StatusCode::NOT_FOUND,
                ErrorCode::PhotoPurged => StatusCode::GONE,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            respond(status, "text/plain", error.code.code().as_bytes().to_vec())
        }
    }
}

async fn picture(state: &AppState, path: &str) -> Result<Arc<Vec<u8>>, UiError> {
    let address =
        PhotoAddress::from_path(path).ok_or_else(|| UiError::new(ErrorCode::InvalidInput))?;
    let actor = state.session().admit_photo(address.request_id)?;
    let desk = state.desk()?;
    let (current, request_no) = addresses_of(&desk, address.request_id).await?;
    let shown = PhotoAddress {
        size: PhotoSize::Screen,
        ..address.clone()
    };
    if !current.contains(&shown) {
        // Purged, of an earlier round, or never there.
        return Err(UiError::new(ErrorCode::PhotoMismatch));
    }
    let jpeg = state
        .photos
        .picture(&desk, &actor, &address, &request_no)
        .await?;
    // The view is on record before the picture leaves; and whoever was locked out meanwhile gets
    // nothing.
    note_view(&desk, &actor, &address)
        .await
        .map_err(UiError::from)?;
    state.session().admit_photo(address.request_id)?;
    Ok(jpeg)
}

/// Renders the photos of a case before they are asked for. What is wrong with a photo shows when
/// it is asked for.
pub(crate) async fn prefetch(state: &AppState, addresses: &[PhotoAddress], request_no: &str) {
    let Ok((desk, actor)) = state.admit(command::SET_CHECK) else {
        return;
    };
    let work = addresses
        .iter()
        .map(|address| state.photos.picture(&desk, &actor, address, request_no));
    futures::future::join_all(work).await;
    if state.admit(command::SET_CHECK).is_err() {
        // Locked meanwhile: nothing stays behind the lock.
        state.photos.clear();
    }
}

/// The addresses of a round's photos at screen size.
pub(crate) async fn addresses_of(
    desk: &coe_usecases::Desk,
    id: coe_domain::RequestId,
) -> Result<(Vec<PhotoAddress>, String), UiError> {
    let failed = |error| UiError::from(coe_usecases::DeskError::from(error));
    let mut unit = desk.store.read().await.map_err(failed)?;
    let Some(request) = unit.request_by_id(id).await.map_err(failed)? else {
        return Err(UiError::new(ErrorCode::RequestNotFound));
    };
    let images = unit.images_of(id, request.revision).await.map_err(failed)?;
    let addresses = images
        .into_iter()
        .filter(|image| image.purged_at.is_none())
        .map(|image| PhotoAddress {
            request_id: id,
            revision: image.revision,
            kind: image.kind,
            sha256: image.sha256,
            size: PhotoSize::Screen,
        })
        .collect();
    Ok((addresses, request.request_no.to_string()))
}

fn respond(status: StatusCode, kind: &'static str, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let text = header::HeaderValue::from_static;
    headers.insert(header::CONTENT_TYPE, text(kind));
    headers.insert(header::CACHE_CONTROL, text("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, text("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, text("default-src 'none'"));
    response
}
