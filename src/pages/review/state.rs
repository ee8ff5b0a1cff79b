//! What the parts of the review page share: the case, the claim, and where the work stands.

use super::decide::key::OpenAttempt;
use super::drafts::Drafts;
use super::photos::state::PhotoDesk;
use crate::clock::now_ms;
use crate::ipc;
use crate::state::Desk;
use chrono::NaiveDate;
use coe_domain::approval::Blocker;
use coe_domain::thai_date::bangkok;
use coe_domain::{CheckCode, CheckOutcome, DecisionKind, RequestId};
use coe_wire::review::{CaseView, ClaimView, DecisionResult, SetCheck};
use coe_wire::{ErrorCode, UiError};
use leptos::prelude::*;
use std::collections::BTreeMap;
use strum::VariantArray;

/// The claim was taken away while the page was open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Who holds the request now, where someone does.
    pub holder: Option<String>,
}

/// Everything the parts of the page share. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Review {
    /// The request.
    pub id: RequestId,
    /// The case as the desk last told it.
    pub case: RwSignal<Option<CaseView>>,
    /// Why the case could not be opened or refreshed.
    pub failure: RwSignal<Option<UiError>>,
    /// The check that the keys work on.
    pub current: RwSignal<CheckCode>,
    /// Errors of single checks.
    pub check_errors: RwSignal<BTreeMap<&'static str, UiError>>,
    /// When the lease ends, in milliseconds of the epoch.
    pub lease_ends: RwSignal<Option<f64>>,
    /// The present moment, in milliseconds of the epoch; moves every second.
    pub now: RwSignal<f64>,
    /// The day in Bangkok.
    pub today: Memo<NaiveDate>,
    /// The claim was lost.
    pub lost: RwSignal<Option<Lost>>,
    /// The decision whose sheet is open.
    pub deciding: RwSignal<Option<DecisionKind>>,
    /// What the decision made here did.
    pub done: RwSignal<Option<DecisionResult>>,
    /// Which part the page should lead to; the counter makes every wish a new one.
    pub lead: RwSignal<(u32, Option<Place>)>,
    /// What was typed.
    pub drafts: Drafts,
    /// The reasons chosen in sheets that were closed, by the code of their decision.
    pub chosen: StoredValue<BTreeMap<&'static str, Vec<String>>>,
    /// The decision whose answer was lost.
    pub open_attempt: OpenAttempt,
    /// How the photos are looked at.
    pub photos: PhotoDesk,
    /// The frame.
    pub desk: Desk,
    /// Raised by every answer that is newer than a refresh under way.
    version: StoredValue<u64>,
    /// Checks that were set here and that the desk has not confirmed yet.
    unconfirmed: StoredValue<Vec<(CheckCode, Option<CheckOutcome>)>>,
}

/// A part of the page that something can lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The claim button.
    Claim,
    /// A check.
    Check(CheckCode),
    /// The video call.
    Call,
    /// The member's record.
    Record,
    /// The escalate button.
    Escalate,
    /// The form for a note.
    Note,
    /// The timeline.
    Timeline,
}

/// Where the work on `blocker` is done.
pub fn place_of(blocker: &Blocker) -> Place {
    match blocker {
        Blocker::ClaimNotHeld | Blocker::ClaimExpired | Blocker::HeldByOther => Place::Claim,
        Blocker::ChecksMissing { first, .. } => Place::Check(*first),
        Blocker::CheckFailed { check } => Place::Check(*check),
        Blocker::NoVerifiedCall => Place::Call,
        Blocker::PhoneChanged => Place::Record,
        Blocker::FourEyes | Blocker::SamePerson | Blocker::RoleNotAllowed | Blocker::FraudFlag => {
            Place::Escalate
        }
        Blocker::NotOpen => Place::Timeline,
    }
}

impl Review {
    /// The state of a page that was just opened.
    pub fn new(id: RequestId, desk: Desk) -> Self {
        let now = RwSignal::new(now_ms());
        Self {
            id,
            case: RwSignal::new(None),
            failure: RwSignal::new(None),
            current: RwSignal::new(CheckCode::NameMatches),
            check_errors: RwSignal::new(BTreeMap::new()),
            lease_ends: RwSignal::new(None),
            now,
            today: Memo::new(move |_| {
                // Read each second, changes once a day.
                now.track();
                bangkok(crate::clock::now()).date()
            }),
            lost: RwSignal::new(None),
            deciding: RwSignal::new(None),
            done: RwSignal::new(None),
            lead: RwSignal::new((0, None)),
            drafts: Drafts::new(id, desk.drafts),
            chosen: StoredValue::new(BTreeMap::new()),
            open_attempt: OpenAttempt::none(),
            photos: PhotoDesk::new(desk),
            desk,
            version: StoredValue::new(0),
            unconfirmed: StoredValue::new(Vec::new()),
        }
    }

    /// A part of the case, recomputed only when it changed.
    pub fn part<T>(self, part: impl Fn(&CaseView) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Default + Send + Sync + 'static,
    {
        Memo::new(move |_| {
            self.case
                .with(|case| case.as_ref().map(&part).unwrap_or_default())
        })
    }

    /// Whether the person signed in holds the claim.
    pub fn is_mine(self) -> bool {
        self.lost.with(Option::is_none)
            && self.case.with(|case| {
                case.as_ref()
                    .and_then(|case| case.claim.holder.as_ref())
                    .is_some_and(|h| h.me)
            })
    }

    /// Whether the person signed in may work on the request now.
    pub fn can_work(self) -> bool {
        self.is_mine()
            && self.done.with(Option::is_none)
            && self
                .case
                .with(|case| case.as_ref().is_some_and(|case| case.status.is_open()))
    }

    /// The reasons that were chosen for a decision before its sheet was closed.
    pub fn chosen_for(self, kind: DecisionKind) -> Vec<String> {
        self.chosen
            .with_value(|chosen| chosen.get(kind.code()).cloned().unwrap_or_default())
    }

    /// Leads to a part of the page.
    pub fn go_to(self, place: Place) {
        if let Place::Check(code) = place {
            self.current.set(code);
        }
        self.lead.update(|(count, wish)| {
            *count += 1;
            *wish = Some(place);
        });
    }

    /// Takes a case that an action answered with.
    pub fn apply(self, case: CaseView) {
        let _ = self.version.try_update_value(|version| *version += 1);
        self.take(case);
    }

    fn take(self, mut case: CaseView) {
        if self.case.is_disposed() || case.id != self.id {
            return;
        }
        let first = self.case.with_untracked(Option::is_none);
        let was_mine = self.is_mine_untracked();
        self.take_claim(&case.claim);
        if first {
            self.drafts.restore(&case);
            if let Some(open) = first_open(&case) {
                self.current.set(open);
            }
        }
        let now_mine = case.claim.holder.as_ref().is_some_and(|holder| holder.me);
        if was_mine
            && !now_mine
            && case.status.is_open()
            && self.done.with_untracked(Option::is_none)
        {
            let holder = case
                .claim
                .holder
                .as_ref()
                .map(|holder| holder.display_name.clone());
            self.lose(holder);
        }
        self.unconfirmed.with_value(|waiting| {
            for (code, outcome) in waiting {
                if let Some(check) = case.checks.iter_mut().find(|check| check.code == *code) {
                    check.outcome = *outcome;
                }
            }
        });
        self.failure.set(None);
        self.case.set(Some(case));
    }

    fn is_mine_untracked(self) -> bool {
        untrack(|| self.is_mine())
    }

    /// Takes the state of the claim.
    pub fn take_claim(self, claim: &ClaimView) {
        let ends = claim.seconds_left.map(|left| now_ms() + left_ms(left));
        self.lease_ends.try_set(ends);
        if claim.holder.as_ref().is_some_and(|holder| holder.me) {
            self.lost.try_set(None);
        }
    }

    /// Notes that the claim is gone.
    pub fn lose(self, holder: Option<String>) {
        self.drafts.flush();
        self.lease_ends.try_set(None);
        self.lost.try_set(Some(Lost { holder }));
    }

    /// Notes a lost claim that an action ran into. Tells whether it was one.
    pub fn notice(self, error: &UiError) -> bool {
        let lost = error.code == ErrorCode::ClaimLost;
        if lost {
            self.lose(error.params.get("holder").cloned());
            self.refresh();
        }
        lost
    }

    /// Asks the desk for the case again. Local edits and focus stay.
    pub fn refresh(self) {
        let Some(version) = self.version.try_get_value() else {
            return;
        };
        let first = self.case.with_untracked(Option::is_none);
        leptos::task::spawn_local(async move {
            if first {
                // What was typed here a moment ago may still be on its way to the database.
                self.drafts.settle().await;
            }
            let answer = ipc::review::open_case(self.id).await;
            match self.version.try_get_value() {
                Some(now) if now == version => match answer {
                    Ok(case) => self.take(case),
                    Err(error) => {
                        self.failure.try_set(Some(error));
                    }
                },
                // An action answered meanwhile: this picture is older than what is on screen.
                Some(_) | None => {}
            }
        });
    }

    /// Sets or clears a check at once, and takes it back where the desk refuses.
    pub fn set_check(self, code: CheckCode, outcome: Option<CheckOutcome>, note: String) {
        if !untrack(|| self.can_work()) {
            return;
        }
        let Some(revision) = self
            .case
            .with_untracked(|case| case.as_ref().map(|c| c.revision))
        else {
            return;
        };
        self.check_errors.update(|errors| {
            errors.remove(code.code());
        });
        let before = self.show_check(code, outcome, &note);
        let sent = note.clone();
        let input = SetCheck {
            request_id: self.id,
            revision,
            code,
            outcome,
            note,
        };
        let _ = self.version.try_update_value(|version| *version += 1);
        self.unconfirmed
            .update_value(|waiting| waiting.push((code, outcome)));
        leptos::task::spawn_local(async move {
            let answer = ipc::review::set_check(input).await;
            let newer = self.unconfirmed.try_update_value(|waiting| {
                if let Some(at) = waiting.iter().position(|one| *one == (code, outcome)) {
                    waiting.remove(at);
                }
                waiting.iter().any(|(waits, _)| *waits == code)
            });
            match answer {
                Ok(case) => {
                    self.apply(case);
                    super::checks::drop_note(self, code, revision, &sent);
                }
                Err(error) => {
                    // Also where the case cannot be asked for again.
                    if let Some((outcome, note)) = before.filter(|_| newer == Some(false)) {
                        self.show_check(code, outcome, &note);
                    }
                    self.notice(&error);
                    self.check_errors
                        .try_update(|errors| errors.insert(code.code(), error));
                    self.refresh();
                }
            }
        });
    }

    /// Shows a check as set, and tells how it was before.
    fn show_check(
        self,
        code: CheckCode,
        outcome: Option<CheckOutcome>,
        note: &str,
    ) -> Option<(Option<CheckOutcome>, String)> {
        let mut before = None;
        self.case.try_update(|case| {
            let check = case
                .as_mut()
                .and_then(|c| c.checks.iter_mut().find(|c| c.code == code));
            if let Some(check) = check {
                before = Some((check.outcome, check.note.clone()));
                check.outcome = outcome;
                note.clone_into(&mut check.note);
            }
        });
        before
    }

    /// The next check without an outcome after `code`, going round; `None` where all are done.
    pub fn next_open_check(self, code: CheckCode) -> Option<CheckCode> {
        let all = CheckCode::VARIANTS;
        let at = all.iter().position(|one| *one == code).unwrap_or(0);
        self.case.with_untracked(|case| {
            let case = case.as_ref()?;
            let open = |code: &CheckCode| {
                case.checks
                    .iter()
                    .any(|check| check.code == *code && check.outcome.is_none())
            };
            all.iter()
                .cycle()
                .skip(at + 1)
                .take(all.len())
                .copied()
                .find(open)
        })
    }
}

fn left_ms(seconds: i64) -> f64 {
    f64::from(i32::try_from(seconds).unwrap_or(i32::MAX)) * 1000.0
}

fn first_open(case: &CaseView) -> Option<CheckCode> {
    case.checks
        .iter()
        .find(|check| check.outcome.is_none())
        .map(|check| check.code)
}

/// Minutes and seconds of a duration in milliseconds: `14:32`, or `1:02:03` from an hour on.
pub fn clock(milliseconds: f64) -> String {
    let seconds = (milliseconds / 1000.0).max(0.0).floor();
    let (hours, minutes) = ((seconds / 3600.0).floor(), (seconds / 60.0).floor() % 60.0);
    if hours >= 1.0 {
        format!("{hours:.0}:{minutes:02.0}:{:02.0}", seconds % 60.0)
    } else {
        format!("{minutes:02.0}:{:02.0}", seconds % 60.0)
    }
}
