//! The members' side: whoever was asked for new photos sends them, and some file again after an
//! approval.

use crate::desk::change;
use crate::ledger::{Ledger, News};
use coe_domain::{ImageKind, MemberId, Phone, Refusal, RequestId, Risk};
use coe_store::{NewImage, NewRequest, Store, StoreError, StoreResult};
use coe_store_contract::world::photo;
use coe_store_postgres::PgStore;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;

/// The members' side.
pub(crate) struct Portal {
    pub(crate) store: PgStore,
    pub(crate) ledger: Arc<Ledger>,
}

impl Portal {
    /// Answers all news until the desks have closed.
    pub(crate) async fn answers(self, mut news: UnboundedReceiver<News>) {
        while let Some(news) = news.recv().await {
            while !self.ledger.is_wrong() {
                let answered = match news {
                    News::Returned(id) => self.sends_photos(id).await,
                    News::Approved(member) if member.0 % 12 == 0 => self.files_again(member).await,
                    News::Approved(_) => Ok(()),
                };
                match answered {
                    Ok(()) => break,
                    Err(error) => {
                        self.ledger.saw(&error);
                        tokio::time::sleep(Duration::from_millis(30)).await;
                    }
                }
            }
            self.ledger.unanswered.fetch_sub(1, Ordering::SeqCst);
        }
        self.store.close().await;
    }

    async fn sends_photos(&self, id: RequestId) -> StoreResult<()> {
        let photos = [
            sharper(ImageKind::IdCard, id),
            sharper(ImageKind::Selfie, id),
        ];
        match change!(self.store, unit => unit.add_revision(id, &photos)) {
            // An answer was lost: they are there already.
            Ok(_) | Err(StoreError::Refused(Refusal::RequestNotOpen)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Files for one more number, once.
    async fn files_again(&self, id: MemberId) -> StoreResult<()> {
        let wanted = Phone::parse(&format!("06{:08}", id.0)).expect("a mobile number");
        let mut unit = self.store.write().await?;
        let filed = unit.requests_of(id).await?;
        // An answer was lost, or this is the approval of that one.
        if filed.iter().any(|request| request.new_phone == wanted) {
            return Ok(());
        }
        let Some(member) = unit.member_by_id(id).await? else {
            return Ok(());
        };
        let new = NewRequest {
            member_id: id,
            stated_name: member.name_th.full(),
            stated_national_id: member.national_id,
            new_phone: wanted,
            risk: Risk::Low,
            submitted_at: unit.database_now().await?,
            images: vec![
                photo(ImageKind::IdCard, &format!("card of member {id}")),
                photo(ImageKind::Selfie, &format!("selfie of member {id}")),
            ],
        };
        self.ledger.files_again(id);
        unit.file_request(&new).await?;
        unit.commit().await
    }
}

fn sharper(kind: ImageKind, id: RequestId) -> NewImage {
    photo(kind, &format!("a sharper {kind} of {id}"))
}
