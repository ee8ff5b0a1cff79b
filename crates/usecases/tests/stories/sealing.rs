//! Stories of the sealed log.

use crate::desk::{Story, told};
use coe_audit::{Anchors, Checkpoint, SealingKey, Verdict};
use coe_testkit::SeededRng;
use coe_usecases::export_checkpoint::{Exported, export_checkpoint};
use coe_usecases::seal_log::seal_log;
use coe_usecases::verify_log::verify_log;
use coe_wire::ErrorCode;
use std::ops::ControlFlow;

fn key() -> SealingKey {
    SealingKey::draw(&SeededRng::new(5))
}

#[tokio::test]
async fn a_log_is_sealed_verified_and_held_against_its_checkpoint() {
    let story = Story::begins().await;
    story.files(1).await;
    let nothing = export_checkpoint(&story.desk, &story.supervisor).await;
    assert_eq!(nothing.unwrap(), Exported::NothingSealed);
    let sealed = seal_log(&story.desk, &key()).await.unwrap().unwrap();
    assert!(sealed.events > 0 && sealed.caught_up);
    assert_eq!(
        seal_log(&story.desk, &key()).await.unwrap(),
        None,
        "idempotent"
    );

    let exported = export_checkpoint(&story.desk, &story.supervisor).await;
    let Exported::Checkpoint(checkpoint) = exported.unwrap() else {
        panic!("there is a seal");
    };
    assert_eq!(checkpoint.events(), sealed.total);
    assert_eq!(
        story.own_actions(&story.supervisor).await,
        ["checkpoint.exported"]
    );
    let kept = Checkpoint::parse(&checkpoint.text().unwrap()).unwrap();
    let anchors = Anchors {
        keys: Vec::new(),
        checkpoints: vec![kept],
    };
    let mut done = 0;
    let verdict = verify_log(&story.desk, &story.supervisor, &anchors, &mut |step| {
        done = step.done;
        ControlFlow::Continue(())
    })
    .await
    .unwrap();
    let Verdict::Intact(coverage) = verdict else {
        panic!("{verdict:?}");
    };
    assert_eq!((coverage.events, coverage.unsealed), (sealed.total, 1));
    assert_eq!(done, sealed.total + 1);
}

#[tokio::test]
async fn only_supervisors_verify_and_export() {
    let story = Story::begins().await;
    story.files(1).await;
    seal_log(&story.desk, &key()).await.unwrap();
    for actor in [&story.officer, &story.support] {
        let refused = told(export_checkpoint(&story.desk, actor).await);
        assert_eq!(refused.code, ErrorCode::NotAllowed);
        let anchors = Anchors::default();
        let mut watch = |_| ControlFlow::Continue(());
        let refused = told(verify_log(&story.desk, actor, &anchors, &mut watch).await);
        assert_eq!(refused.code, ErrorCode::NotAllowed);
    }
}
