//! Moving an embedded database into a shared one.
//!
//! Rows are copied table by table, in the order in which they can refer to each other, in portions
//! that are one transaction each. How far a move has come is not written down anywhere: it is how many
//! rows the target has, once they have been compared with the first rows of the source. So a move can
//! be interrupted at any moment and repeated at any time.

use coe_store::transfer::{Digest, Origin, TABLES, Table, TransferRow};
use coe_store::{StoreError, StoreResult};
use coe_store_postgres::ConnectError;
use coe_store_postgres::admin::{Admin, AdminError};
use coe_store_sqlite::{Export, ExportError, Portion};
use std::ops::ControlFlow;
use std::path::Path;

/// How much is one transaction. A photo has some megabytes.
pub const PORTION: Portion = Portion {
    rows: 2000,
    bytes: 16 * 1024 * 1024,
};

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What is being done.
    pub doing: Doing,
    /// Which table.
    pub table: &'static str,
    /// How many rows of all tables are done with.
    pub done: u64,
    /// How many rows there are.
    pub total: u64,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// Comparing what is there already.
    Looking,
    /// Writing.
    Copying,
    /// Comparing all of it.
    Comparing,
}

/// How a move ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// All of it is there, and was compared.
    Whole(Vec<Compared>),
    /// All of it was there before, and was compared.
    Already(Vec<Compared>),
    /// It was stopped; the next one goes on.
    Stopped,
}

/// A table, the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Its name.
    pub table: &'static str,
    /// How many rows.
    pub rows: u64,
    /// The hash over them.
    pub hash: String,
}

/// Why a move failed.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// The embedded database cannot be moved.
    #[error("the embedded database: {0}")]
    Source(#[from] ExportError),
    /// The shared database could not be worked on.
    #[error(transparent)]
    Admin(#[from] AdminError),
    /// A table is not the same on both sides.
    #[error("table {table} is not the same in both databases")]
    Differs {
        /// Its name.
        table: &'static str,
    },
    /// Somebody worked on the embedded database meanwhile.
    #[error("the embedded database was changed during the move")]
    SourceChanged,
}

impl From<StoreError> for MoveError {
    fn from(error: StoreError) -> Self {
        Self::Source(error.into())
    }
}

impl MoveError {
    /// What to do.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Source(ExportError::OlderSchema { .. }) => {
                "Open it once with this version of the desk, which brings it forward."
            }
            Self::Source(ExportError::Store(StoreError::NewerSchema { .. })) => {
                "Use the newer version of this program."
            }
            Self::Source(ExportError::Store(StoreError::BadRow { .. })) => {
                "This row is damaged or was written around the desk. Nothing of its portion was moved."
            }
            Self::Source(_) => "Check the name of the file and whether you may read it.",
            Self::Admin(_) => "",
            Self::Differs { .. } => {
                "Somebody worked on the shared database meanwhile, or changed it since it was moved. \
                 Begin again with a newly migrated one."
            }
            Self::SourceChanged => {
                "Close the desk on it, and begin again with a newly migrated shared database."
            }
        }
    }
}

/// Told of each step; breaks to stop before the next portion.
pub type Watch<'a> = &'a mut (dyn FnMut(Step) -> ControlFlow<()> + Send);

/// Moves a file into the database that `admin` is connected to.
///
/// # Errors
/// Why it failed. What was copied until then stays, and the next move goes on behind it.
pub async fn relocate(
    file: &Path,
    admin: &mut Admin,
    portion: Portion,
    watch: Watch<'_>,
) -> Result<Moved, MoveError> {
    check_target(admin).await?;
    let mut moving = Moving {
        source: Export::open(file).await?,
        admin,
        portion,
        done: 0,
        total: 0,
        watch,
    };
    for table in TABLES {
        moving.total += moving.source.count(table).await?;
    }
    let places = moving.look().await?;
    if places.iter().all(|place| place.whole) && moving.admin.is_move_finished().await? {
        let compared = moving.compare().await?;
        moving.close().await?;
        return Ok(Moved::Already(compared));
    }
    if moving.copy(places).await?.is_break() {
        return Ok(Moved::Stopped);
    }
    let compared = moving.compare().await?;
    moving.close().await?;
    Ok(Moved::Whole(compared))
}

async fn check_target(admin: &mut Admin) -> Result<(), AdminError> {
    let found = admin.schema().await?;
    let pending = admin.pending().await?;
    match pending.last() {
        _ if found == 0 => Err(ConnectError::NotPrepared.into()),
        Some(last) => Err(ConnectError::OlderSchema {
            found,
            known: last.version,
        }
        .into()),
        None => Ok(()),
    }
}

/// How much of a table is there.
struct Place {
    table: &'static Table,
    /// The last row that is there.
    last: Option<TransferRow>,
    /// Whether it is the last one of all.
    whole: bool,
}

struct Moving<'a> {
    source: Export,
    admin: &'a mut Admin,
    portion: Portion,
    done: u64,
    total: u64,
    watch: Watch<'a>,
}

impl Moving<'_> {
    fn step(&mut self, doing: Doing, table: &'static Table) -> ControlFlow<()> {
        (self.watch)(Step {
            doing,
            table: table.name,
            done: self.done,
            total: self.total,
        })
    }

    async fn next(
        &mut self,
        table: &'static Table,
        after: Option<&TransferRow>,
    ) -> StoreResult<Vec<TransferRow>> {
        self.source.rows(table, after, self.portion).await
    }

    /// Finds out how far the target has come, and refuses one that holds anything else.
    async fn look(&mut self) -> Result<Vec<Place>, MoveError> {
        let mut places = Vec::new();
        for table in TABLES.iter().filter(|table| table.origin == Origin::Work) {
            // Nothing can be stopped here: nothing was begun.
            let _ = self.step(Doing::Looking, table);
            let there = self.admin.digest_of(table, false).await?;
            let (ours, last) = self.first_rows(table, there.rows()).await?;
            if ours.rows() != there.rows() || ours.hex() != there.hex() {
                return Err(AdminError::ForeignRows { table: table.name }.into());
            }
            let whole = self.source.count(table).await? == there.rows();
            places.push(Place { table, last, whole });
        }
        Ok(places)
    }

    /// The hash of the first so many rows of the source, and the last of them.
    async fn first_rows(
        &mut self,
        table: &'static Table,
        count: u64,
    ) -> Result<(Digest, Option<TransferRow>), MoveError> {
        let mut digest = Digest::default();
        let mut last: Option<TransferRow> = None;
        while digest.rows() < count {
            let rows = self.next(table, last.as_ref()).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                if digest.rows() == count {
                    break;
                }
                digest.add(table, &row, table.late);
                last = Some(row);
            }
        }
        Ok((digest, last))
    }

    async fn copy(&mut self, places: Vec<Place>) -> Result<ControlFlow<()>, MoveError> {
        self.done = 0;
        let mut places = places.into_iter();
        for table in TABLES {
            if table.origin == Origin::Migrations {
                let rows = self.all_rows(table).await?;
                self.admin.replace_rows(table, &rows).await?;
                self.done += rows.len() as u64;
            } else {
                let Some(place) = places.next() else {
                    continue;
                };
                debug_assert_eq!(place.table.name, table.name, "one place for each table");
                if place.whole {
                    continue;
                }
                if self.copy_table(table, place.last).await?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
        }
        for table in TABLES.iter().filter(|table| table.late.is_some()) {
            let mut last = None;
            loop {
                if self.step(Doing::Copying, table).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
                let rows = self.next(table, last.as_ref()).await?;
                if rows.is_empty() {
                    break;
                }
                self.admin.write_late(table, &rows).await?;
                last = rows.into_iter().next_back();
            }
        }
        self.admin.finish_move(TABLES, self.total).await?;
        Ok(ControlFlow::Continue(()))
    }

    async fn copy_table(
        &mut self,
        table: &'static Table,
        mut last: Option<TransferRow>,
    ) -> Result<ControlFlow<()>, MoveError> {
        loop {
            if self.step(Doing::Copying, table).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            let rows = self.next(table, last.as_ref()).await?;
            if rows.is_empty() {
                return Ok(ControlFlow::Continue(()));
            }
            self.admin.append_rows(table, &rows).await?;
            self.done += rows.len() as u64;
            last = rows.into_iter().next_back();
        }
    }

    async fn all_rows(&mut self, table: &'static Table) -> StoreResult<Vec<TransferRow>> {
        let mut all: Vec<TransferRow> = Vec::new();
        loop {
            let rows = self.source.rows(table, all.last(), self.portion).await?;
            if rows.is_empty() {
                return Ok(all);
            }
            all.extend(rows);
        }
    }

    /// Counts and hashes of all tables on both sides. Rows that only the target's migrations made may
    /// be there besides.
    async fn compare(&mut self) -> Result<Vec<Compared>, MoveError> {
        self.done = 0;
        let mut compared = Vec::new();
        for table in TABLES {
            // All is written: nothing is won by stopping.
            let _ = self.step(Doing::Comparing, table);
            let mut ours = Digest::default();
            let mut last: Option<TransferRow> = None;
            let mut same = true;
            loop {
                let rows = self.next(table, last.as_ref()).await?;
                if rows.is_empty() {
                    break;
                }
                rows.iter().for_each(|row| ours.add(table, row, None));
                if table.origin == Origin::Migrations {
                    same = same && self.admin.holds_rows(table, &rows).await?;
                }
                last = rows.into_iter().next_back();
            }
            if table.origin == Origin::Work {
                let theirs = self.admin.digest_of(table, true).await?;
                same = ours.rows() == theirs.rows() && ours.hex() == theirs.hex();
            }
            if !same {
                return Err(MoveError::Differs { table: table.name });
            }
            self.done += ours.rows();
            compared.push(Compared {
                table: table.name,
                rows: ours.rows(),
                hash: ours.hex(),
            });
        }
        Ok(compared)
    }

    async fn close(self) -> Result<(), MoveError> {
        if self.source.close().await? {
            return Err(MoveError::SourceChanged);
        }
        Ok(())
    }
}
