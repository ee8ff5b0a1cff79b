//! Where the log is: on a server or in a file.

use crate::arguments::Arguments;
use crate::commands::{Session, connect};
use crate::problem::Problem;
use coe_audit::{Anchors, Checkpoint, Progress, Sealed, SealingKey, Verdict, seal_portion, verify};
use coe_store::{ChainRepository, NewAuditEvent, Store, StoreError};
use coe_store_postgres::admin::AdminError;
use coe_store_sqlite::{ExportError, LogFile, Options, SqliteStore};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

/// Events of one transaction.
const PORTION: u32 = 1000;

/// How often a portion is tried when another sealer is faster.
const ATTEMPTS: u32 = 5;

/// The log of one database.
pub(super) enum Place {
    Server(Session),
    File {
        store: SqliteStore,
        name: String,
    },
    /// Only read, and not migrated.
    ReadFile {
        log: LogFile,
        name: String,
    },
}

fn name_of(file: &Path) -> String {
    file.display().to_string()
}

impl Place {
    pub(super) async fn to_read(
        arguments: &Arguments,
        embedded: Option<&Path>,
    ) -> Result<Self, Problem> {
        match embedded {
            None => Ok(Self::Server(connect(arguments).await?)),
            Some(file) => Ok(Self::ReadFile {
                log: LogFile::open(file).await?,
                name: name_of(file),
            }),
        }
    }

    pub(super) async fn to_write(
        arguments: &Arguments,
        embedded: Option<&Path>,
    ) -> Result<Self, Problem> {
        match embedded {
            None => Ok(Self::Server(connect(arguments).await?)),
            Some(file) => {
                // A file of another schema is the desk's to bring forward.
                LogFile::open(file).await?.close().await;
                Ok(Self::File {
                    store: SqliteStore::open(file, &Options::default())
                        .await
                        .map_err(embedded_problem)?,
                    name: name_of(file),
                })
            }
        }
    }

    /// How to name it.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Server(session) => &session.place,
            Self::File { name, .. } | Self::ReadFile { name, .. } => name,
        }
    }

    /// How many events wait for a seal.
    pub(super) async fn waiting(&mut self) -> Result<u64, Problem> {
        let size = match self {
            Self::Server(session) => {
                let size = session.admin.read_log().await?.chain_size().await;
                size.map_err(AdminError::from)?
            }
            Self::File { store, .. } => {
                let size = async { store.read().await?.chain_size().await }.await;
                size.map_err(embedded_problem)?
            }
            Self::ReadFile { log, .. } => log.chain_size().await.map_err(embedded_problem)?,
        };
        Ok(size.waiting)
    }

    /// Seals one portion; `None` where nothing waits.
    pub(super) async fn seal(&mut self, key: &SealingKey) -> Result<Option<Sealed>, Problem> {
        let mut attempt = 1;
        loop {
            match self.seal_once(key).await {
                Err(Problem::Admin(AdminError::Store(StoreError::Conflict)))
                    if attempt < ATTEMPTS =>
                {
                    attempt += 1;
                }
                sealed => return sealed,
            }
        }
    }

    async fn seal_once(&mut self, key: &SealingKey) -> Result<Option<Sealed>, Problem> {
        match self {
            Self::Server(session) => {
                let mut log = session.admin.write_log().await?;
                let sealed = seal_portion(&mut log, key, PORTION)
                    .await
                    .map_err(AdminError::from)?;
                log.commit().await?;
                Ok(sealed)
            }
            Self::File { store, .. } => {
                let sealed = async {
                    let mut unit = store.write().await?;
                    let sealed = seal_portion(unit.as_mut(), key, PORTION).await?;
                    unit.commit().await?;
                    Ok(sealed)
                };
                sealed.await.map_err(embedded_problem)
            }
            Self::ReadFile { .. } => Err(embedded_problem(StoreError::ReadOnly)),
        }
    }

    pub(super) async fn verify(
        &mut self,
        anchors: &Anchors,
        watch: &mut (dyn FnMut(Progress) -> ControlFlow<()> + Send),
    ) -> Result<Verdict, Problem> {
        match self {
            Self::Server(session) => {
                let mut log = session.admin.read_log().await?;
                let verdict = verify(&mut log, anchors, watch).await;
                Ok(verdict.map_err(AdminError::from)?)
            }
            Self::File { store, .. } => {
                let verdict = async { verify(store.read().await?.as_mut(), anchors, watch).await };
                verdict.await.map_err(embedded_problem)
            }
            Self::ReadFile { log, .. } => {
                verify(log, anchors, watch).await.map_err(embedded_problem)
            }
        }
    }

    /// The last seal, and the export on record.
    pub(super) async fn export(&mut self) -> Result<Checkpoint, Problem> {
        match self {
            Self::Server(session) => {
                let mut log = session.admin.write_log().await?;
                let checkpoint = checkpoint(&mut log)
                    .await
                    .map_err(|error| error.problem(|error| AdminError::from(error).into()))?;
                log.note_export(checkpoint.events()).await?;
                log.commit().await?;
                Ok(checkpoint)
            }
            Self::File { store, .. } => {
                let exported = async {
                    let mut unit = store.write().await?;
                    let checkpoint = checkpoint(unit.as_mut()).await?;
                    unit.append_event(&NewAuditEvent {
                        actor: None,
                        action: "checkpoint.exported",
                        request_id: None,
                        member_id: None,
                        detail: BTreeMap::from([(
                            "events".to_owned(),
                            checkpoint.events().to_string(),
                        )]),
                    })
                    .await?;
                    unit.commit().await?;
                    Ok::<_, NoCheckpoint>(checkpoint)
                };
                exported
                    .await
                    .map_err(|error| error.problem(embedded_problem))
            }
            Self::ReadFile { .. } => Err(embedded_problem(StoreError::ReadOnly)),
        }
    }

    pub(super) async fn close(self) {
        match self {
            Self::Server(session) => session.admin.close().await,
            Self::File { store, .. } => store.close().await,
            Self::ReadFile { log, .. } => log.close().await,
        }
    }
}

fn embedded_problem(error: StoreError) -> Problem {
    Problem::Embedded(ExportError::Store(error))
}

/// Why there is no checkpoint.
enum NoCheckpoint {
    NothingSealed,
    NotSigned,
    Store(StoreError),
}

impl From<StoreError> for NoCheckpoint {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl NoCheckpoint {
    fn problem(self, of_store: impl Fn(StoreError) -> Problem) -> Problem {
        match self {
            Self::NothingSealed => Problem::NothingSealed,
            Self::NotSigned => Problem::NotSigned,
            Self::Store(error) => of_store(error),
        }
    }
}

async fn checkpoint<R: ChainRepository + ?Sized>(log: &mut R) -> Result<Checkpoint, NoCheckpoint> {
    let last = log.last_seal().await?.ok_or(NoCheckpoint::NothingSealed)?;
    Checkpoint::of(log.database_id().await?, last.seal).map_err(|_| NoCheckpoint::NotSigned)
}
