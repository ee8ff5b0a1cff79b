//! Plays the past of each request through the same use cases as the window.

use crate::photos::{Order, Photos, draw_again};
use crate::plan::{Oddity, Story};
use crate::register::valid;
use crate::stage::Stage;
use chrono::{DateTime, Duration, Utc};
use coe_domain::thai_date::bangkok;
use coe_domain::{
    CallChannel, CallOutcome, ChallengeOutcome, CheckOutcome, DecisionKind, FraudFlag, ImageKind,
    MemberId, NationalId, Phone, RequestId,
};
use coe_testkit::person;
use coe_usecases::file_request::{Filing, file_request, send_new_photos};
use coe_usecases::{Actor, DeskResult, add_note, call, claims, decide, open_case, set_check};
use coe_wire::review::{
    AddNote, CaseView, Decide, FinishCall, Observations, ScheduleCall, SetCheck, StartCall,
};

/// One request to play: who, what came with it, and who else is involved.
pub(crate) struct Play<'a> {
    pub(crate) order: &'a Order,
    pub(crate) photos: Photos,
    pub(crate) member: MemberId,
    /// Another member, whose number a taken or recycled one is.
    pub(crate) other: (MemberId, Phone),
}

/// Files the request at its time.
pub(crate) async fn file(stage: &Stage, play: &Play<'_>) -> DeskResult<RequestId> {
    let person = &play.order.person;
    let filed_at = stage.now - Duration::minutes(play.order.entry.age);
    stage.at(filed_at).await?;
    let number = 500_000 + u32::try_from(play.order.seed).unwrap_or(0);
    let fresh = valid(Phone::parse(&person_phone(number)))?;
    let (mut stated_name, mut national_id) = (person.full_name_th(), person.national_id.clone());
    let mut new_phone = fresh;
    match play.order.entry.oddity {
        Oddity::NameDiffers => stated_name = misspelt(&stated_name),
        Oddity::WrongDigit => national_id = mistyped(&national_id),
        Oddity::NumberTaken => new_phone = play.other.1.clone(),
        Oddity::NumberRecycled => {
            let mut unit = stage.desk.store.write().await?;
            let given_up = filed_at - Duration::days(700);
            unit.add_former_phone(play.other.0, &new_phone, given_up)
                .await?;
            unit.commit().await?;
        }
        Oddity::ChangedRecently => {
            let before = valid(Phone::parse(&person_phone(number + 1000)))?;
            let mut unit = stage.desk.store.write().await?;
            unit.add_former_phone(play.member, &before, filed_at - Duration::days(41))
                .await?;
            unit.commit().await?;
        }
        _ => {}
    }
    let filing = Filing {
        member_id: play.member,
        stated_name,
        stated_national_id: valid(NationalId::parse(&national_id))?,
        new_phone,
        id_card: play.photos.id_card.clone(),
        selfie: play.photos.selfie.clone(),
        submitted_at: filed_at,
    };
    Ok(file_request(&stage.desk, filing).await?.0)
}

/// Plays what happened after the filing.
pub(crate) async fn play(stage: &Stage, play: &Play<'_>, id: RequestId) -> DeskResult<()> {
    let entry = play.order.entry;
    let filed_at = stage.now - Duration::minutes(entry.age);
    // Work begins some time after filing, and ends before now.
    let begun = filed_at + Duration::minutes((entry.age / 3).min(190));
    stage.at(begun).await?;
    let acts = Acts { stage, id, begun };
    match entry.story {
        Story::Waiting => Ok(()),
        Story::Cancelled => {
            let mut unit = stage.desk.store.write().await?;
            unit.cancel_request(id).await?;
            unit.commit().await?;
            Ok(())
        }
        Story::HeldBySupervisor => {
            stage.at(stage.now).await?;
            claims::claim(&stage.desk, &stage.supervisor, id).await?;
            Ok(())
        }
        Story::NobodyAnswered => acts.calls_in_vain(&stage.officer).await,
        Story::Arranged => acts.arranges(&stage.officer).await,
        Story::Returned | Story::SentAgain => {
            acts.returns(&stage.officer).await?;
            if entry.story == Story::SentAgain {
                stage.at(begun + Duration::minutes(entry.age / 3)).await?;
                let today = bangkok(stage.now).date();
                let again = draw_again(play.order, today);
                send_new_photos(&stage.desk, id, again.id_card, again.selfie).await?;
            }
            Ok(())
        }
        Story::Fraud => acts.sees_fraud(&stage.officer).await,
        Story::Escalated => acts.escalates(&stage.officer).await,
        Story::Confirmed => {
            acts.verifies(&stage.officer).await?;
            acts.escalates(&stage.officer).await?;
            stage.at(begun + Duration::minutes(50)).await?;
            claims::claim(&stage.desk, &stage.supervisor, id).await?;
            acts.decides(&stage.supervisor, DecisionKind::Confirm, &[], "")
                .await
        }
        Story::Approved => {
            acts.verifies(&stage.officer).await?;
            acts.decides(&stage.officer, DecisionKind::Approve, &[], "")
                .await
        }
        Story::Rejected => acts.rejects(&stage.officer, entry.oddity).await,
    }
}

struct Acts<'a> {
    stage: &'a Stage,
    id: RequestId,
    begun: DateTime<Utc>,
}

impl Acts<'_> {
    async fn claims(&self, actor: &Actor) -> DeskResult<CaseView> {
        claims::claim(&self.stage.desk, actor, self.id).await?;
        open_case::open_case(&self.stage.desk, actor, self.id).await
    }

    async fn starts_call(&self, actor: &Actor) -> DeskResult<CaseView> {
        let input = StartCall {
            request_id: self.id,
            call_id: None,
            channel: CallChannel::Line,
        };
        let case = call::start(&self.stage.desk, actor, &input).await?;
        self.stage.at(self.begun + Duration::minutes(4)).await?;
        Ok(case)
    }

    async fn ends_call(
        &self,
        actor: &Actor,
        case: &CaseView,
        outcome: CallOutcome,
        fraud_flag: Option<FraudFlag>,
        notes: &str,
    ) -> DeskResult<()> {
        let Some(call) = case
            .calls
            .iter()
            .find(|call| Some(call.id) == case.running_call)
        else {
            return Ok(());
        };
        let seen = outcome == CallOutcome::Verified;
        let asked = matches!(outcome, CallOutcome::Verified | CallOutcome::NotVerified);
        let how = if seen {
            ChallengeOutcome::Passed
        } else {
            ChallengeOutcome::Failed
        };
        let mut challenges = call.challenges.clone();
        for challenge in &mut challenges {
            challenge.outcome = Some(if asked {
                how
            } else {
                ChallengeOutcome::Skipped
            });
        }
        let input = FinishCall {
            request_id: self.id,
            call_id: call.id,
            outcome,
            observations: Observations {
                real_card_shown: asked,
                card_tilted: seen,
                held_beside_face: seen,
                face_matches: seen,
                record_answers_correct: seen,
            },
            challenges,
            notes: notes.to_owned(),
            fraud_flag,
        };
        call::end(&self.stage.desk, actor, &input).await?;
        Ok(())
    }

    async fn calls_in_vain(&self, actor: &Actor) -> DeskResult<()> {
        self.claims(actor).await?;
        let case = self.starts_call(actor).await?;
        self.ends_call(actor, &case, CallOutcome::NoAnswer, None, "")
            .await?;
        let body = "โทรครั้งแรกไม่รับสาย จะลองใหม่ช่วงบ่าย".to_owned();
        add_note::add_note(
            &self.stage.desk,
            actor,
            &AddNote {
                request_id: self.id,
                body,
            },
        )
        .await?;
        claims::release(&self.stage.desk, actor, self.id).await
    }

    async fn arranges(&self, actor: &Actor) -> DeskResult<()> {
        self.claims(actor).await?;
        let input = ScheduleCall {
            request_id: self.id,
            at: self.stage.now + Duration::minutes(95),
            channel: CallChannel::GoogleMeet,
            link: "https://meet.example.com/desk-room".to_owned(),
        };
        call::schedule(&self.stage.desk, actor, &input).await?;
        claims::release(&self.stage.desk, actor, self.id).await
    }

    async fn checks(&self, actor: &Actor, failed: usize) -> DeskResult<()> {
        let case = self.claims(actor).await?;
        for (at, check) in case.checks.iter().enumerate() {
            let outcome = if at < failed {
                CheckOutcome::Unreadable
            } else {
                CheckOutcome::Passed
            };
            let input = SetCheck {
                request_id: self.id,
                revision: case.revision,
                code: check.code,
                outcome: Some(outcome),
                note: String::new(),
            };
            set_check::set_check(&self.stage.desk, actor, &input).await?;
        }
        Ok(())
    }

    async fn verifies(&self, actor: &Actor) -> DeskResult<()> {
        self.checks(actor, 0).await?;
        let case = self.starts_call(actor).await?;
        let notes = "แสดงบัตรจริง ตอบคำถามจากทะเบียนได้ครบ";
        self.ends_call(actor, &case, CallOutcome::Verified, None, notes)
            .await
    }

    async fn returns(&self, actor: &Actor) -> DeskResult<()> {
        self.checks(actor, 3).await?;
        self.decides(actor, DecisionKind::Return, &["photo_blurred"], "")
            .await
    }

    async fn rejects(&self, actor: &Actor, oddity: Oddity) -> DeskResult<()> {
        self.checks(actor, 1).await?;
        let case = self.starts_call(actor).await?;
        self.ends_call(
            actor,
            &case,
            CallOutcome::NotVerified,
            None,
            "ใบหน้าไม่ตรงกับบัตร",
        )
        .await?;
        let reason = if oddity == Oddity::CardExpired {
            "card_expired"
        } else {
            "face_does_not_match"
        };
        self.decides(actor, DecisionKind::Reject, &[reason], "")
            .await
    }

    async fn escalates(&self, actor: &Actor) -> DeskResult<()> {
        self.claims(actor).await?;
        let note = "ขอให้หัวหน้าช่วยพิจารณา มีสัญญาณความเสี่ยง";
        self.decides(actor, DecisionKind::Escalate, &[], note).await
    }

    async fn sees_fraud(&self, actor: &Actor) -> DeskResult<()> {
        self.checks(actor, 2).await?;
        let case = self.starts_call(actor).await?;
        let notes = "มีเสียงคนบอกคำตอบอยู่ข้าง ๆ ตลอดสาย";
        let flag = Some(FraudFlag::Coercion);
        self.ends_call(actor, &case, CallOutcome::NotVerified, flag, notes)
            .await
    }

    async fn decides(
        &self,
        actor: &Actor,
        kind: DecisionKind,
        reasons: &[&str],
        private_note: &str,
    ) -> DeskResult<()> {
        let case = open_case::read_case(&self.stage.desk, actor, self.id).await?;
        let sha256 = |kind| {
            let photo = case.photos.iter().find(|photo| photo.kind == kind);
            photo.map(|photo| photo.sha256.clone()).unwrap_or_default()
        };
        let input = Decide {
            request_id: self.id,
            kind,
            revision: case.revision,
            id_card_sha256: sha256(ImageKind::IdCard),
            selfie_sha256: sha256(ImageKind::Selfie),
            reasons: reasons.iter().map(|&reason| reason.to_owned()).collect(),
            member_text: String::new(),
            private_note: private_note.to_owned(),
            idempotency_key: self.stage.desk.rng.key(),
        };
        decide::decide(&self.stage.desk, actor, &input).await?;
        Ok(())
    }
}

/// The phone of a person nobody else is.
fn person_phone(number: u32) -> String {
    person(number % 90_000 + 1000).phone
}

/// The last letter of the name is missing.
fn misspelt(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    letters.pop();
    letters.into_iter().collect()
}

/// The last two digits changed places, or the last one grew by one where they are alike.
fn mistyped(national_id: &str) -> String {
    let mut digits: Vec<char> = national_id.chars().collect();
    let last = digits.len().saturating_sub(1);
    if last > 0 && digits[last] != digits[last - 1] {
        digits.swap(last, last - 1);
    } else if let Some(digit) = digits.last_mut() {
        *digit = if *digit == '9' { '0' } else { '9' };
    }
    digits.into_iter().collect()
}
