//! Tells whether an optimised WebAssembly module still exports the tables it exported before.
//!
//! Some versions of wasm-opt mistake one table for another: the table of JavaScript values that
//! wasm-bindgen exports then is the table of functions, which cannot grow, and the page stops at
//! its first breath. So the exported tables are compared before and after; only what that takes of
//! the binary format is read here.

use std::collections::BTreeMap;

/// The kind and limits of a table, as they stand in the module.
type Table = Vec<u8>;

const IMPORTS: u8 = 2;
const TABLES: u8 = 4;
const EXPORTS: u8 = 7;

/// Whether both modules export the same tables. `false` also where a module is not understood.
pub(crate) fn same_exported_tables(before: &[u8], after: &[u8]) -> bool {
    let before = exported_tables(before);
    before.is_some() && before == exported_tables(after)
}

/// The exported tables by name; `None` where the module is not understood.
fn exported_tables(module: &[u8]) -> Option<BTreeMap<Vec<u8>, Table>> {
    let mut reader = Reader(module.strip_prefix(b"\0asm\x01\0\0\0")?);
    let mut tables = Vec::new();
    let mut exported = BTreeMap::new();
    while let Some(id) = reader.byte() {
        let length = reader.number()?;
        let mut section = Reader(reader.take(length)?);
        match id {
            IMPORTS if imports_table(&mut section)? => return None,
            TABLES => tables = read_tables(&mut section)?,
            EXPORTS => {
                for (name, index) in read_table_exports(&mut section)? {
                    exported.insert(name, tables.get(index)?.clone());
                }
            }
            _ => {}
        }
    }
    Some(exported)
}

/// Whether a table is imported, which would shift the numbers of all others.
fn imports_table(section: &mut Reader<'_>) -> Option<bool> {
    for _ in 0..section.number()? {
        section.name()?;
        section.name()?;
        match section.byte()? {
            // A function, by its type.
            0 => drop(section.number()?),
            1 => return Some(true),
            // A memory.
            2 => drop(section.limits()?),
            // A global: its type and whether it changes.
            3 => drop(section.take(2)?),
            _ => return None,
        }
    }
    Some(false)
}

fn read_tables(section: &mut Reader<'_>) -> Option<Vec<Table>> {
    (0..section.number()?)
        .map(|_| {
            let kind = section.byte()?;
            // References to functions and to values of the host; wasm-bindgen makes no others.
            matches!(kind, 0x70 | 0x6f).then_some(())?;
            Some(std::iter::once(kind).chain(section.limits()?).collect())
        })
        .collect()
}

fn read_table_exports(section: &mut Reader<'_>) -> Option<Vec<(Vec<u8>, usize)>> {
    let mut found = Vec::new();
    for _ in 0..section.number()? {
        let name = section.name()?.to_vec();
        let kind = section.byte()?;
        let index = section.number()?;
        if kind == 1 {
            found.push((name, index));
        }
    }
    Some(found)
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// An unsigned number in LEB128.
    fn number(&mut self) -> Option<usize> {
        let mut value: u64 = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return usize::try_from(value).ok();
            }
        }
        None
    }

    fn name(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.take(length)
    }

    /// Limits, byte by byte: whether there is a maximum, the minimum, the maximum.
    fn limits(&mut self) -> Option<Vec<u8>> {
        let start = self.0;
        let bounded = self.byte()? & 1 == 1;
        self.number()?;
        if bounded {
            self.number()?;
        }
        start.get(..start.len() - self.0.len()).map(<[u8]>::to_vec)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with a full table of functions and a growing one of values, exporting `exported`.
    fn module(exported: u8) -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([TABLES, 9, 2, 0x70, 1, 5, 5, 0x6f, 0, 0x80, 0x08]);
        module.extend([EXPORTS, 5, 1, 1, b't', 1, exported]);
        module
    }

    #[test]
    fn the_same_tables_are_the_same() {
        assert!(same_exported_tables(&module(1), &module(1)));
    }

    #[test]
    fn a_table_that_became_another_is_noticed() {
        assert!(!same_exported_tables(&module(1), &module(0)));
    }

    #[test]
    fn what_is_not_understood_is_not_trusted() {
        assert!(!same_exported_tables(b"", b""));
        let whole = module(1);
        for length in 9..whole.len() {
            let torn = whole.get(..length).unwrap_or_default();
            assert!(!same_exported_tables(&whole, torn), "cut to {length} bytes");
        }
    }
}
