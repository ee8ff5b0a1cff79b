//! Where a page of the queue ended.

use crate::{QueueOrder, StoreError, StoreResult};

/// The keys of a row in an order, so turned that each ascends from the first row to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The first key.
    pub first: i64,
    /// The second key.
    pub second: i64,
    /// The last key: the id, or its negative.
    pub id: i64,
}

impl Position {
    /// The opaque text: the order, the keys and a sum over both, in hexadecimal.
    #[must_use]
    pub fn write(self, order: QueueOrder) -> String {
        let mut bytes = vec![tag(order)];
        for key in [self.first, self.second, self.id] {
            bytes.extend(key.to_be_bytes());
        }
        bytes.extend(sum(&bytes).to_be_bytes());
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads it back.
    ///
    /// # Errors
    /// [`StoreError::BadCursor`] for anything that [`Position::write`] did not give out for `order`.
    /// The sum is no protection against intent; a made-up position shows nothing that the filter
    /// would not show anyway.
    pub fn read(text: &str, order: QueueOrder) -> StoreResult<Self> {
        let bytes = unhex(text).ok_or(StoreError::BadCursor)?;
        let (body, check) = bytes.split_last_chunk::<4>().ok_or(StoreError::BadCursor)?;
        let (first_byte, keys) = body.split_first().ok_or(StoreError::BadCursor)?;
        let keys: [u8; 24] = keys.try_into().map_err(|_| StoreError::BadCursor)?;
        if *first_byte != tag(order) || sum(body) != u32::from_be_bytes(*check) {
            return Err(StoreError::BadCursor);
        }
        let (keys, _) = keys.as_chunks::<8>();
        match keys {
            [first, second, id] => Ok(Self {
                first: i64::from_be_bytes(*first),
                second: i64::from_be_bytes(*second),
                id: i64::from_be_bytes(*id),
            }),
            _ => Err(StoreError::BadCursor),
        }
    }
}

fn tag(order: QueueOrder) -> u8 {
    match order {
        QueueOrder::Urgent => 1,
        QueueOrder::Newest => 2,
        QueueOrder::Risk => 3,
        QueueOrder::Closed => 4,
    }
}

/// FNV-1a, 32 bits.
fn sum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs
        .iter()
        .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_and_a_changed_one_does_not() {
        let position = Position {
            first: -3,
            second: i64::MAX,
            id: 7,
        };
        let text = position.write(QueueOrder::Urgent);
        assert_eq!(Position::read(&text, QueueOrder::Urgent).unwrap(), position);
        assert!(matches!(
            Position::read(&text, QueueOrder::Newest),
            Err(StoreError::BadCursor)
        ));
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(
                Position::read(&changed, QueueOrder::Urgent).is_err(),
                "digit {at}"
            );
        }
        for other in ["", "0", "zz", "ก", &text[2..], &format!("{text}00")] {
            assert!(
                Position::read(other, QueueOrder::Urgent).is_err(),
                "{other}"
            );
        }
    }
}
