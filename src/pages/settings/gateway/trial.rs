//! What came of trying a gateway without sending anything.

use crate::components::Icon;
use crate::i18n::{settings as words, t, use_language, vocabulary};
use crate::state::Tone;
use coe_wire::gateway::{GatewayTrial, TrialAnswer};
use leptos::prelude::*;

/// The gateway's answer, and the request that a message would be.
#[component]
pub fn Trial(
    /// What was found out.
    found: GatewayTrial,
) -> impl IntoView {
    let language = use_language();
    let GatewayTrial { request, answer } = found;
    let tone = match answer {
        TrialAnswer::Known { .. } => Tone::Good,
        TrialAnswer::Failed { .. } => Tone::Bad,
    };
    let sentence = move || {
        let language = language.get();
        match &answer {
            TrialAnswer::Known { credit: None } => words::KNOWN.text(language).to_owned(),
            TrialAnswer::Known {
                credit: Some(credit),
            } => words::KNOWN_CREDIT.fill(language, &[("credit", credit)]),
            TrialAnswer::Failed { cause } => {
                let cause = vocabulary::label(*cause).text(language);
                words::NOT_KNOWN.fill(language, &[("cause", cause)])
            }
        }
    };
    view! {
        <div class="gateway-trial" role="status" data-testid="gateway-trial">
            <p class=format!("gateway-answer {}", tone.class())>
                <Icon name=tone.icon()/>
                <strong>{sentence}</strong>
            </p>
            {request.map(|request| view! {
                <p class="muted">{t(words::REQUEST)}</p>
                <pre class="gateway-request selectable">{request}</pre>
            })}
        </div>
    }
}
