//! The fields of a request, each by its name once.

use crate::NotAReport;
use std::collections::BTreeMap;

/// The most fields of a report; a real one has about a dozen.
const MOST: usize = 64;

/// Fields by name, in the order of the names.
pub(super) type Fields = BTreeMap<String, String>;

/// Adds the fields of a query or a form.
///
/// # Errors
/// [`NotAReport::Unreadable`] for text that is no UTF-8, for too many fields, and for one that comes twice
/// with different values: nobody could say which one was meant.
pub(super) fn read_into(fields: &mut Fields, text: &[u8]) -> Result<(), NotAReport> {
    let text = std::str::from_utf8(text).map_err(|_| NotAReport::Unreadable)?;
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        if value.contains('\u{fffd}') || fields.len() >= MOST {
            return Err(NotAReport::Unreadable);
        }
        match fields.get(name.as_ref()) {
            Some(known) if *known != value => return Err(NotAReport::Unreadable),
            Some(_) => {}
            None => {
                fields.insert(name.into_owned(), value.into_owned());
            }
        }
    }
    Ok(())
}
