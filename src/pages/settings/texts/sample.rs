//! The open text as a member would read it, with its size and what it costs.

use super::Texts;
use crate::i18n::{messages, settings as words, t, use_language};
use crate::pages::settings::baht::baht;
use coe_domain::sms_text::measure;
use coe_domain::template::sample;
use leptos::prelude::*;

/// The text on a phone.
#[component]
pub fn Sample() -> impl IntoView {
    let texts = expect_context::<Texts>();
    let language = use_language();
    let body = Memo::new(move |_| {
        let open = texts.open.get();
        sample(&texts.text(open), open.language)
    });
    let size = move || {
        let language = language.get();
        let size = body.with(|body| measure(body));
        let segments = u32::try_from(size.segments).unwrap_or(u32::MAX);
        let satang = texts
            .numbers()
            .map_or(0, |numbers| numbers.satang_per_segment);
        let cost = baht(satang.saturating_mul(segments));
        words::SIZE.fill(
            language,
            &[
                ("units", &size.units.to_string()),
                ("parts", &messages::segments(segments, language)),
                ("cost", &words::BAHT.fill(language, &[("amount", &cost)])),
            ],
        )
    };
    view! {
        <section class="text-sample">
            <h3>{t(words::SAMPLE)}</h3>
            <div class="sms-phone">
                <p class="sms-bubble" data-testid="template-sample">{move || body.get()}</p>
                <p class="sms-size" data-testid="template-size">{size}</p>
            </div>
            <p class="muted">{t(words::SAMPLE_HINT)}</p>
        </section>
    }
}
