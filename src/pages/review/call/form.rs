//! What is filled in during a call, as plain data: kept as a draft, sent when the call ends.

use coe_domain::{CallChannel, CallOutcome, Challenge, ChallengeOutcome, FraudFlag};
use coe_wire::review::{CallView, DrawnChallenge, Observations};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The state of the call panel that a draft keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct CallForm {
    /// The call that `seen`, `challenges`, `outcome` and `fraud` belong to.
    pub call: Option<i64>,
    /// What was seen.
    pub seen: Observations,
    /// Outcomes of the drawn challenges, by code.
    pub challenges: BTreeMap<String, ChallengeOutcome>,
    /// How it ended.
    pub outcome: Option<CallOutcome>,
    /// Suspicion.
    pub fraud: Option<FraudFlag>,
    /// The appointment that is being made.
    pub appointment: Appointment,
}

/// The fields of an appointment, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Appointment {
    /// `YYYY-MM-DD`.
    pub date: String,
    /// `HH:MM`, as typed.
    pub time: String,
    /// How it is held.
    pub channel: Option<CallChannel>,
    /// The meeting link.
    pub link: String,
}

/// Why a call cannot be saved with the outcome chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// No outcome was chosen.
    Outcome,
    /// A verified call shows the real card.
    RealCard,
    /// A verified call shows the face on the card.
    Face,
    /// Every drawn challenge needs an outcome.
    Challenges(usize),
    /// Every drawn challenge has to be passed.
    ChallengeNotPassed,
    /// A suspicion and `verified` exclude each other.
    Fraud,
}

impl CallForm {
    /// Reads a draft; anything unreadable counts as empty.
    pub fn from_draft(body: &str) -> Self {
        serde_json::from_str(body).unwrap_or_default()
    }

    /// Writes a draft; empty where nothing was filled in.
    pub fn to_draft(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Makes the form belong to `call`: what was filled in for another call is forgotten, the
    /// appointment's fields stay.
    pub fn begin(&mut self, call: i64) {
        if self.call != Some(call) {
            let appointment = std::mem::take(&mut self.appointment);
            *self = Self {
                call: Some(call),
                appointment,
                ..Self::default()
            };
        }
    }

    /// Outcome of a challenge.
    pub fn challenge(&self, challenge: Challenge) -> Option<ChallengeOutcome> {
        self.challenges.get(challenge.code()).copied()
    }

    /// Sets the outcome of a challenge; the same one again takes it back.
    pub fn toggle_challenge(&mut self, challenge: Challenge, outcome: ChallengeOutcome) {
        let code = challenge.code();
        if self.challenges.get(code) == Some(&outcome) {
            self.challenges.remove(code);
        } else {
            self.challenges.insert(code.to_owned(), outcome);
        }
    }

    /// The drawn challenges with the outcomes of this form.
    pub fn drawn(&self, call: &CallView) -> Vec<DrawnChallenge> {
        call.challenges
            .iter()
            .map(|drawn| DrawnChallenge {
                challenge: drawn.challenge,
                outcome: self.challenge(drawn.challenge).or(drawn.outcome),
            })
            .collect()
    }

    /// What keeps the call from counting as verified, in the order of the work.
    pub fn missing_for_verified(&self, drawn: &[DrawnChallenge]) -> Vec<Missing> {
        let mut missing = Vec::new();
        if !self.seen.real_card_shown {
            missing.push(Missing::RealCard);
        }
        if !self.seen.face_matches {
            missing.push(Missing::Face);
        }
        let open = drawn.iter().filter(|one| one.outcome.is_none()).count();
        let passed = |one: &DrawnChallenge| one.outcome == Some(ChallengeOutcome::Passed);
        if open > 0 {
            missing.push(Missing::Challenges(open));
        } else if !drawn.iter().all(passed) {
            missing.push(Missing::ChallengeNotPassed);
        }
        if self.fraud.is_some() {
            missing.push(Missing::Fraud);
        }
        missing
    }

    /// What keeps the call from being saved as it stands.
    pub fn missing(&self, drawn: &[DrawnChallenge]) -> Vec<Missing> {
        match self.outcome {
            None => vec![Missing::Outcome],
            Some(CallOutcome::Verified) => self.missing_for_verified(drawn),
            Some(_) => Vec::new(),
        }
    }
}

/// Brings a time as people type it (`1430`, `14.30`, `9:05`, Thai digits) into `HH:MM`.
pub fn tidy_time(typed: &str) -> Option<String> {
    let digits: String = typed
        .chars()
        .filter_map(|c| match c {
            '0'..='9' => Some(c),
            '๐'..='๙' => char::from_digit(u32::from(c) - u32::from('๐'), 10),
            ':' | '.' | ' ' => Some(':'),
            _ => None,
        })
        .collect();
    let (hour, minute) = match digits.split_once(':') {
        Some((hour, minute)) => (hour.to_owned(), minute.trim_matches(':').to_owned()),
        None if digits.len() <= 2 => (digits, "00".to_owned()),
        None => {
            let (hour, minute) = digits.split_at(digits.len() - 2);
            (hour.to_owned(), minute.to_owned())
        }
    };
    let (hour, minute) = (hour.parse::<u32>().ok()?, minute.parse::<u32>().ok()?);
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn drawn(outcomes: [Option<ChallengeOutcome>; 3]) -> Vec<DrawnChallenge> {
        let codes = [
            Challenge::CoverPhoto,
            Challenge::TiltCard,
            Challenge::TurnHeadLeft,
        ];
        codes
            .into_iter()
            .zip(outcomes)
            .map(|(challenge, outcome)| DrawnChallenge { challenge, outcome })
            .collect()
    }

    #[wasm_bindgen_test]
    fn verified_needs_card_face_and_every_challenge() {
        let mut form = CallForm {
            outcome: Some(CallOutcome::Verified),
            ..CallForm::default()
        };
        let passed = Some(ChallengeOutcome::Passed);
        let open = drawn([passed, None, passed]);
        assert_eq!(
            form.missing(&open),
            [Missing::RealCard, Missing::Face, Missing::Challenges(1)],
            "each condition is named, in the order of the work"
        );
        form.seen.real_card_shown = true;
        form.seen.face_matches = true;
        assert_eq!(
            form.missing(&drawn([passed; 3])),
            [],
            "then it can be saved"
        );
        let skipped = Some(ChallengeOutcome::Skipped);
        assert_eq!(
            form.missing(&drawn([passed, skipped, passed])),
            [Missing::ChallengeNotPassed],
            "one that was not asked verifies nobody"
        );
        form.fraud = Some(FraudFlag::Coercion);
        assert_eq!(
            form.missing(&drawn([passed; 3])),
            [Missing::Fraud],
            "never with a suspicion"
        );
    }

    #[wasm_bindgen_test]
    fn no_answer_needs_nothing_but_itself() {
        let form = CallForm {
            outcome: Some(CallOutcome::NoAnswer),
            ..CallForm::default()
        };
        assert_eq!(
            form.missing(&drawn([None; 3])),
            [],
            "nobody answered, nothing was seen"
        );
        assert_eq!(
            CallForm::default().missing(&[]),
            [Missing::Outcome],
            "an outcome is needed"
        );
    }

    #[wasm_bindgen_test]
    fn a_form_is_restored_from_its_draft() {
        let mut form = CallForm::default();
        form.begin(7);
        form.toggle_challenge(Challenge::TiltCard, ChallengeOutcome::Passed);
        form.appointment.time = "14:30".to_owned();
        assert_eq!(
            CallForm::from_draft(&form.to_draft()),
            form,
            "nothing is lost on the way"
        );
        form.begin(8);
        assert_eq!(
            form.challenge(Challenge::TiltCard),
            None,
            "another call begins empty"
        );
        assert_eq!(form.appointment.time, "14:30", "the appointment stays");
    }

    #[wasm_bindgen_test]
    fn times_are_read_as_people_type_them() {
        for (typed, meant) in [
            ("1430", "14:30"),
            ("14.30", "14:30"),
            ("9:05", "09:05"),
            ("๑๙:๐๐", "19:00"),
            ("9", "09:00"),
        ] {
            assert_eq!(
                tidy_time(typed).as_deref(),
                Some(meant),
                "{typed} is a time"
            );
        }
        for typed in ["", "25:00", "12:75", "noon"] {
            assert_eq!(tidy_time(typed), None, "{typed} is none");
        }
    }
}
