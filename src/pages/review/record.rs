//! The member's record beside what the request states.

use super::reveal::{Revealable, Reveals};
use super::section::Section;
use super::state::{Place, Review};
use crate::components::{ErrorBox, Icon, IconName, Pill};
use crate::i18n::{Phrase, review as text, t, use_language, vocabulary};
use crate::keys::{Binding, Scope, use_titled_keys};
use crate::state::Tone;
use chrono::{Datelike, NaiveDate};
use coe_domain::name_diff::DiffPart;
use coe_domain::thai_date::format_date;
use coe_domain::{LicenceNumber, LoginState, Standing};
use coe_wire::review::{RecordView, RevealField};
use leptos::prelude::*;

/// The member's record.
#[component]
pub fn RecordPart() -> impl IntoView {
    let review = expect_context::<Review>();
    let language = use_language();
    let record = review.part(|case| Some(case.record.clone()));
    let reveals = Reveals::new(review);
    let allowed = Signal::derive(move || review.desk.role().is_some_and(|role| role.reviews()));
    use_titled_keys(
        Scope::Page,
        text::REQUEST,
        &[Binding::new("v", text::REVEAL, move || {
            if let Some(field) = untrack(|| reveals.next()) {
                reveals.toggle(field);
            }
        })
        .when(allowed)],
    );
    let of = move |read: fn(&RecordView) -> String| {
        Signal::derive(move || record.with(|r| r.as_ref().map(read).unwrap_or_default()))
    };

    view! {
        <Section
            name="record"
            title=text::RECORD
            place=|place| place == Place::Record
            aside=move || view! {
                <Show when=move || reveals.any()>
                    <span class="quiet small">{t(text::REVEAL_NOTICE)}</span>
                </Show>
            }
        >
            <ErrorBox error=reveals.error()/>
            {move || record.get().map(|record| {
                let (language, today) = (language.get(), review.today.get());
                let same = record.name_diff.same;
                let verdict = if same { (Tone::Good, text::NAME_SAME) } else { (Tone::Warn, text::NAME_DIFFERS) };
                let expired = record.membership_expires_on < today;
                view! {
                    <dl class="facts">
                        <Fact name=text::RECORDED_NAME>
                            <span class="name-line"><Marked parts=record.name_diff.recorded.clone()/></span>
                            <span class="quiet name-en" lang="en">{record.name_en.clone()}</span>
                        </Fact>
                        <Fact name=text::STATED_NAME>
                            <span class="name-line"><Marked parts=record.name_diff.stated.clone()/></span>
                            <Pill tone=verdict.0 icon=verdict.0.icon() text=verdict.1.text(language).to_owned()/>
                        </Fact>
                        <Fact name=text::ID_NUMBER>
                            <Revealable field=RevealField::NationalId masked=of(|r| r.national_id_masked.clone()) reveals/>
                            <IdVerdict valid=record.national_id_valid same=record.national_id_same/>
                        </Fact>
                        <Fact name=text::BIRTH_DATE>
                            <span class="num">{format_date(record.birth_date, language)}</span>
                            <span class="quiet">
                                {format!("{} {}", age(record.birth_date, today), text::YEARS_OLD.text(language))}
                            </span>
                        </Fact>
                        <Fact name=text::PHONE>
                            <span class="phones">
                                <span title=t(text::OLD_PHONE)>
                                    <Revealable field=RevealField::OldPhone masked=of(|r| r.old_phone_masked.clone()) reveals/>
                                </span>
                                <span class="to-new" title=t(text::NEW_PHONE)>
                                    <Icon name=IconName::ArrowRight/>
                                    <strong>
                                        <Revealable field=RevealField::NewPhone masked=of(|r| r.new_phone_masked.clone()) reveals/>
                                    </strong>
                                </span>
                            </span>
                        </Fact>
                        <Fact name=text::MEMBER_NO>
                            <span class="num">{record.member_no.clone()}</span>
                            {record.licences.iter().map(|licence| view! { <Licence number=licence.clone()/> }).collect_view()}
                        </Fact>
                        <Fact name=text::STANDING>
                            <span class=if record.standing == Standing::Normal { "" } else { "warn-text" }>
                                {vocabulary::label(record.standing).text(language)}
                            </span>
                            <span class=if expired { "warn-text num" } else { "quiet num" }>
                                {format!(
                                    "{} {}",
                                    if expired { text::EXPIRED_ON } else { text::UNTIL }.text(language),
                                    format_date(record.membership_expires_on, language),
                                )}
                            </span>
                        </Fact>
                        <Fact name=text::LOGIN>
                            <LoginPill state=record.login_state/>
                        </Fact>
                        <Fact name=text::EMAIL>
                            <span>{record.email_masked.clone().unwrap_or_else(|| text::NO_EMAIL.text(language).to_owned())}</span>
                        </Fact>
                    </dl>
                }
            })}
        </Section>
    }
}

/// A line of the record.
#[component]
fn Fact(
    /// What it is.
    name: Phrase,
    /// The value.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{t(name)}</dt>
            <dd>{children()}</dd>
        </div>
    }
}

/// A name with the letters marked that the other one lacks.
#[component]
fn Marked(
    /// The name in stretches.
    parts: Vec<DiffPart>,
) -> impl IntoView {
    parts
        .into_iter()
        .map(|part| {
            if part.differs {
                view! { <mark class="differs">{part.text}</mark> }.into_any()
            } else {
                view! { <span>{part.text}</span> }.into_any()
            }
        })
        .collect_view()
}

/// What the ID number says about itself.
#[component]
fn IdVerdict(
    /// Whether its check digit holds.
    valid: bool,
    /// Whether it is the one that was stated.
    same: bool,
) -> impl IntoView {
    let language = use_language();
    let pill = move |tone: Tone, phrase: Phrase| {
        let words = Signal::derive(move || phrase.text(language.get()).to_owned());
        view! { <Pill tone icon=tone.icon() text=words/> }
    };
    view! {
        {if valid { pill(Tone::Good, text::ID_VALID) } else { pill(Tone::Bad, text::ID_INVALID) }}
        {(!same).then(|| pill(Tone::Bad, text::ID_DIFFERS))}
    }
}

/// A licence number with its grade.
#[component]
fn Licence(
    /// The number.
    number: String,
) -> impl IntoView {
    let language = use_language();
    let grade = LicenceNumber::parse(&number)
        .ok()
        .and_then(|number| number.grade());
    view! {
        <span class="licence num" title=move || grade.map(|grade| grade.name(language.get()))>{number}</span>
    }
}

/// Whether the member can sign in.
#[component]
pub fn LoginPill(
    /// The state.
    state: LoginState,
) -> impl IntoView {
    let language = use_language();
    let (tone, icon) = match state {
        LoginState::Enabled => (Tone::Good, IconName::LockOpen),
        LoginState::Suspended => (Tone::Warn, IconName::Pause),
        LoginState::Locked => (Tone::Bad, IconName::Lock),
    };
    let words = move || vocabulary::label(state).text(language.get()).to_owned();
    view! { <Pill tone icon text=Signal::derive(words)/> }
}

fn age(born: NaiveDate, today: NaiveDate) -> i32 {
    let years = today.year() - born.year();
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    if had_birthday { years } else { years - 1 }
}
