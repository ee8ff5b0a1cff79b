//! The list of cases, in one place for the list here and for the tests of a backend.

use crate::{Case, cases};

/// Hands the list of all cases to a macro of this crate.
#[doc(hidden)]
#[macro_export]
macro_rules! for_each_case {
    ($then:ident $given:tt) => {
        $crate::$then! { $given
            approval {
                does_everything_at_once tells_both_numbers needs_the_actors_live_claim
                needs_the_role_and_an_open_account needs_every_check_passed needs_a_verified_call
                needs_the_evidence_that_was_seen begins_anew_with_new_photos
                of_high_risk_needs_four_eyes of_a_locked_login_needs_four_eyes
                needs_the_phone_of_the_filing happens_once
            }
            audit {
                an_event_of_the_app_comes_back the_story_of_a_request_is_complete
                it_holds_no_personal_data
            }
            call {
                an_appointment_tells_the_new_number an_appointment_is_kept_once
                an_appointment_may_be_kept_by_a_colleague new_photos_need_a_new_appointment
                a_call_is_reported_as_it_was a_call_needs_a_live_claim verified_means_something
                the_drawn_challenges_stay_drawn a_fraud_flag_locks_and_marks
            }
            claim {
                lasts_fifteen_minutes shuts_others_out renewing_lengthens_it_without_an_event
                a_lost_one_is_not_renewed an_expired_one_can_be_taken_again_by_its_holder
                is_given_up_by_its_holder_or_a_supervisor is_for_open_requests_only
                depends_on_the_role needs_an_open_account
                next_is_the_oldest_of_the_highest_priority
                next_for_a_supervisor_is_an_escalated_one next_for_an_officer_is_never_escalated
            }
            concurrency {
                two_take_the_last_one_and_one_gets_it many_take_many_and_none_twice
                filings_share_no_number two_desks_decide_and_one_succeeds
                the_same_intent_twice_is_one_decision a_lost_claim_cannot_decide
                two_dispatchers_share_no_message
            }
            decision {
                reject_restores_the_login reject_leaves_a_locked_login_locked
                reject_waits_for_the_other_open_request
                reject_after_an_approval_leaves_the_login_on return_waits_for_the_member
                the_member_reads_the_reasons_and_the_text reasons_must_fit
                a_retry_answers_with_the_first_result a_key_is_for_one_decision
                a_refused_key_can_be_used_again decisions_come_oldest_first
            }
            escalation {
                hands_a_request_to_the_supervisors says_why a_second_person_confirms
                nobody_confirms_alone a_confirmation_needs_what_an_approval_needs
                a_supervisor_may_return_or_reject a_fraud_flag_binds_the_officer
                a_rejected_suspicion_stays_locked a_confirmation_settles_the_suspicion
                an_overturn_puts_the_old_number_back an_overturn_needs_another_supervisor
                an_overturn_does_not_undo_a_later_change
            }
            filing {
                stores_what_was_stated suspends_the_login_and_remembers_it
                leaves_a_locked_login_locked a_second_request_remembers_the_state_before_the_first
                queues_the_notice_to_the_current_phone writes_its_events
                numbers_run_by_month_of_bangkok a_rolled_back_filing_gives_its_number_back
                the_current_number_cannot_be_asked_for the_future_cannot_be_filed
                both_photos_are_needed nobody_cannot_file
            }
            member {
                comes_back_as_it_was_stored number_and_national_id_are_unique
                licences_stand_in_the_order_they_came is_found_by_each_exact_key
                is_found_by_part_of_a_name a_search_text_is_no_pattern
                a_search_is_limited_and_in_order_of_the_number who_has_and_had_a_number_is_known
                a_former_phone_lies_in_the_past
            }
            message {
                are_listed_newest_first_and_by_page
                are_found_by_state_number_and_phone
                those_that_need_a_person_are_listed_and_counted
                each_choice_does_what_it_says
                a_choice_is_for_what_was_seen
                only_what_failed_or_is_unknown_is_chosen_for
                support_chooses_nothing
                a_choice_is_on_record
            }
            outbox {
                a_message_is_sent_accepted_and_delivered
                each_answer_has_its_state
                an_answer_is_given_once
                many_answers_are_noted_at_once
                one_that_was_not_taken_is_tried_when_it_is_due
                only_a_living_dispatcher_takes
                a_dispatcher_tells_how_it_gets_on
                what_a_dead_dispatcher_took_becomes_unknown
                an_answer_that_comes_late_replaces_interrupted
                an_answer_that_comes_late_spares_the_second_sending
                the_oldest_are_taken_first
                a_taken_one_that_is_rolled_back_is_still_queued
                each_step_is_an_event
            }
            photo {
                bytes_come_back_as_they_came what_is_known_comes_without_the_bytes
                a_purged_one_is_known_but_gone the_same_file_of_another_member_is_found
                who_takes_one_is_on_record none_is_taken_off_the_record some_may_take_none
            }
            queue {
                an_empty_one_has_an_empty_page a_row_shows_what_the_list_needs
                pages_hold_each_row_once_in_order each_order_is_what_it_says
                a_full_last_page_has_no_next what_happens_between_pages_moves_nothing
                a_made_up_cursor_is_told_from_a_real_one
            }
            queue_filter {
                filters_narrow_it mine_and_unclaimed_follow_live_claims
                the_numbers_on_the_tabs_are_true
            }
            queue_search {
                finds_by_each_exact_key finds_by_part_of_a_name finds_by_the_beginning_of_a_number
                goes_with_filters_orders_and_pages an_empty_search_is_none
            }
            reference {
                the_reasons_of_the_design_are_there
                settings_begin_with_sensible_values a_setting_is_stored_over_the_old_value
                the_lease_follows_its_setting
            }
            report {
                a_report_may_be_faster_than_the_answer
                a_kept_report_is_forgotten_after_days
                reports_come_twice_and_in_any_order
                a_reference_that_two_have_tells_none_of_them
                a_report_may_name_the_attempt
                a_report_on_an_earlier_attempt_counts_when_it_says_delivered
                the_fate_is_asked_for_less_and_less
                what_was_reported_is_not_asked_for
            }
            request {
                an_unknown_one_is_not_found those_of_a_member_come_newest_first
                new_photos_bring_a_returned_one_back_to_its_place it_can_be_returned_more_than_once
                only_a_returned_one_takes_new_photos the_member_takes_it_back
                the_member_takes_a_returned_one_back login_waits_for_the_other_open_request
                an_escalated_or_flagged_one_is_not_taken_back its_risk_follows_the_assessment
                the_risk_of_a_closed_one_stays a_flag_keeps_the_risk_high
                those_that_ask_for_the_same_number_are_found
            }
            review {
                a_check_is_set_changed_and_cleared checks_come_in_the_order_of_the_work
                a_check_needs_a_live_claim a_check_is_about_the_current_photos
                notes_come_newest_first a_note_fits_a_closed_request_but_not_a_closed_account
                drafts_are_kept_by_person_and_slot drafts_survive_a_lost_claim_and_leave_no_event
            }
            seal {
                events_wait_until_they_have_a_place what_is_sealed_comes_back_as_it_was
                two_sealers_do_not_fork_the_chain an_event_gets_one_place a_seal_is_of_now
                a_rolled_back_event_waits_for_nothing
            }
            staff {
                is_found_by_id_and_name has_a_name_of_its_own
                failed_sign_ins_count_until_one_succeeds a_computer_is_remembered_until_it_expires
                a_forgotten_computer_is_gone
            }
            template {
                the_first_ones_are_fit
                a_change_holds_for_messages_from_now_on
                edits_come_latest_first_and_none_for_no_change
                only_supervisors_change_them
                the_database_refuses_what_is_unfit
                a_call_is_reminded_of_once
                a_call_that_is_near_or_past_is_not_reminded_of
                only_the_latest_call_of_an_open_request_is_reminded_of
                no_reminders_are_sent_where_none_are_wanted
            }
            transaction {
                a_rollback_leaves_nothing a_dropped_unit_is_rolled_back
                a_refusal_leaves_the_rest_of_the_unit a_reading_unit_writes_nothing
                a_reading_unit_sees_one_state a_writer_does_not_hold_up_readers
                the_version_tells_every_commit a_change_elsewhere_wakes_who_waits
            }
        }
    };
}

/// A test for each case, and one for the coverage. `$harness` is an expression that makes a
/// [`crate::Harness`].
#[macro_export]
macro_rules! contract_tests {
    ($harness:expr) => {
        $crate::for_each_case! { contract_test_functions ($harness) }

        #[::tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn every_repository_function_is_called() {
            $crate::coverage(&$harness).await;
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! contract_test_functions {
    ($given:tt $($module:ident { $($case:ident)* })*) => {
        $($crate::contract_test_module! { $given $module { $($case)* } })*
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! contract_test_module {
    (($harness:expr) $module:ident { $($case:ident)* }) => {
        mod $module {
            use super::*;

            $(
                #[::tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    let name = concat!(stringify!($module), "::", stringify!($case));
                    $crate::run(&$harness, name).await;
                }
            )*
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! contract_case_list {
    ($given:tt $($module:ident { $($case:ident)* })*) => {
        &[$($(Case {
            name: concat!(stringify!($module), "::", stringify!($case)),
            run: |harness| Box::pin(cases::$module::$case(harness)),
        }),*),*]
    };
}

pub(crate) const CASES: &[Case] = crate::for_each_case! { contract_case_list () };
