//! Forgeries by the strongest person there is: somebody who writes any table of the database, past triggers,
//! references and rights. Each is made with direct SQL, on both engines, and must be named with its place.

mod forger;
mod log;
mod postgres;
mod slow;
mod sqlite;
mod tail;

use forger::Scene;

/// One test on each engine.
macro_rules! on_both_engines {
    ($($forgery:ident)*) => {
        mod on_sqlite {
            use super::*;

            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $forgery() {
                let harness = sqlite::Files::new();
                super::forgery::$forgery(Scene::on(&harness, harness.forger(0)).await).await;
            })*
        }

        mod on_postgres {
            use super::*;

            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $forgery() {
                let harness = postgres::Databases::new().await;
                let forger = harness.forger();
                super::forgery::$forgery(Scene::on(&harness, forger).await).await;
            })*
        }
    };
}

mod forgery {
    pub(super) use super::log::*;
    pub(super) use super::tail::*;
}

on_both_engines! {
    an_untouched_log_is_intact
    an_edit_of_any_field_is_named
    a_deletion_is_named
    a_deletion_with_its_link_is_named
    an_insertion_is_named
    an_insertion_that_waits_is_told_by_its_date
    an_event_of_now_is_sealed_as_of_now
    an_exchange_is_named
    a_rotation_is_named
    an_edit_that_fits_its_link_is_named
    a_chain_computed_anew_is_named
    exchanged_links_are_named
    deleted_seals_are_named
    a_forged_seal_is_named
    a_tail_cut_off_beside_its_seal_is_named
    a_tail_cut_off_with_its_seals_is_named_by_a_checkpoint
    a_log_signed_with_another_key_is_named
    a_log_written_anew_with_the_same_key_is_named_by_a_checkpoint
    a_log_cut_off_and_grown_again_is_named_by_a_checkpoint
    another_identity_is_named
    fifty_thousand_events_are_verified
}
