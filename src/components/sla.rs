//! How much is left of a request's target time, in one way everywhere.

use crate::components::IconName;
use crate::i18n::{Language, queue as words, time};
use crate::state::Tone;
use coe_domain::sla::{SlaState, SlaView};

/// The tone, the sign and the words for what is left of the target time.
pub fn sla_parts(sla: SlaView, language: Language) -> (Tone, IconName, String) {
    let over = sla.remaining_minutes < 0;
    let (tone, icon, phrase) = match sla.state {
        SlaState::OnTime => (Tone::Neutral, IconName::Clock, words::LEFT),
        SlaState::DueSoon => (Tone::Warn, IconName::Clock, words::LEFT),
        SlaState::Overdue if over => (Tone::Bad, IconName::ClockAlert, words::OVERDUE),
        SlaState::Overdue => (Tone::Bad, IconName::ClockAlert, words::DUE_NOW),
        SlaState::Paused if over => (Tone::Neutral, IconName::Pause, words::PAUSED_OVER),
        SlaState::Paused => (Tone::Neutral, IconName::Pause, words::PAUSED),
    };
    let left = time::business(sla.remaining_minutes, language);
    (tone, icon, phrase.fill(language, &[("time", &left)]))
}
