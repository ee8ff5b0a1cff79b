//! The header of the file.

use super::file::FileError;
use csv::ByteRecord;

/// The columns of the file, in any order.
pub const COLUMNS: [&str; 15] = [
    "member_no",
    "national_id",
    "title_th",
    "given_th",
    "family_th",
    "title_en",
    "given_en",
    "family_en",
    "birth_date",
    "phone",
    "email",
    "language",
    "standing",
    "membership_expires_on",
    "licences",
];

/// Where each of [`COLUMNS`] stands in this file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Places([usize; COLUMNS.len()]);

impl Places {
    /// Reads a header.
    ///
    /// # Errors
    /// [`FileError::UnknownColumn`], [`FileError::DoubledColumn`] and [`FileError::MissingColumn`].
    pub(super) fn of(header: &ByteRecord) -> Result<Self, FileError> {
        let mut places = [None; COLUMNS.len()];
        for (place, name) in header.iter().enumerate() {
            let name = std::str::from_utf8(name).map_err(|_| FileError::NotUtf8)?;
            let name = name.trim().to_ascii_lowercase();
            let at = COLUMNS.iter().position(|known| *known == name);
            let at = at.ok_or(FileError::UnknownColumn { place: place + 1 })?;
            let slot = places.get_mut(at).ok_or(FileError::NotUtf8)?;
            if slot.replace(place).is_some() {
                return Err(FileError::DoubledColumn { name: COLUMNS[at] });
            }
        }
        let mut found = [0; COLUMNS.len()];
        for ((slot, place), name) in found.iter_mut().zip(places).zip(COLUMNS) {
            *slot = place.ok_or(FileError::MissingColumn { name })?;
        }
        Ok(Self(found))
    }

    /// The value of a column; empty where the row has none.
    pub(super) fn value<'r>(&self, row: &'r ByteRecord, column: &str) -> &'r [u8] {
        COLUMNS
            .iter()
            .position(|known| *known == column)
            .and_then(|at| self.0.get(at))
            .and_then(|place| row.get(*place))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Result<Places, FileError> {
        Places::of(&ByteRecord::from(names.to_vec()))
    }

    #[test]
    fn the_order_does_not_matter_and_nothing_may_be_missing() {
        assert!(header(&COLUMNS).is_ok());
        let mut turned = COLUMNS;
        turned.reverse();
        let places = header(&turned).unwrap();
        let row = ByteRecord::from(
            vec!["last"; 14]
                .into_iter()
                .chain(["no"])
                .collect::<Vec<_>>(),
        );
        assert_eq!(places.value(&row, "member_no"), b"no");
        assert_eq!(
            header(&COLUMNS[1..]),
            Err(FileError::MissingColumn { name: "member_no" })
        );
    }

    #[test]
    fn an_unknown_or_doubled_column_is_refused() {
        let mut names = COLUMNS.to_vec();
        names.push("shoe_size");
        assert_eq!(header(&names), Err(FileError::UnknownColumn { place: 16 }));
        names[15] = "phone";
        assert_eq!(
            header(&names),
            Err(FileError::DoubledColumn { name: "phone" })
        );
    }
}
