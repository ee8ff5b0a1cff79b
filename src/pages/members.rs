//! Looking up a member by whatever they have at hand.

use crate::components::{ErrorBox, Icon, IconName, Kbd, Pill, Skeleton};
use crate::i18n::{Language, Phrase, members as words, queue, t, use_language, vocabulary};
use crate::ipc;
use crate::keys::{Binding, Scope, use_keys};
use crate::state::{Tone, use_desk};
use coe_domain::{LoginState, Standing, thai_date};
use coe_wire::UiError;
use coe_wire::lookup::{MemberCard, MemberMatches};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// A pause in typing that means "search now".
const PAUSE: Duration = Duration::from_millis(220);
/// Fewer characters fit too many members.
const LEAST: usize = 2;

/// The members page.
#[component]
pub fn MembersPage() -> impl IntoView {
    let desk = use_desk();
    let typed = RwSignal::new(String::new());
    let wanted = RwSignal::new(String::new());
    let matches = RwSignal::new(None::<MemberMatches>);
    let error = RwSignal::new(None::<UiError>);
    let waiting = RwSignal::new(false);
    let field = NodeRef::<html::Input>::new();
    field.on_load(|field| {
        let _ = field.focus();
    });
    let ask = move || {
        let text = wanted.get();
        desk.changed.track();
        if text.chars().count() < LEAST {
            matches.set(None);
            error.set(None);
            waiting.set(false);
            return;
        }
        waiting.set(true);
        spawn_local(async move {
            let answer = ipc::members::find_members(&text).await;
            // A later question has been asked since, or the page is closed.
            if wanted.try_with_untracked(|now| *now == text) != Some(true) {
                return;
            }
            waiting.set(false);
            match answer {
                Ok(found) => {
                    error.set(None);
                    matches.set(Some(found));
                }
                Err(failure) => error.set(Some(failure)),
            }
        });
    };
    Effect::new(ask);
    let mut search = debounce(PAUSE, move |text: String| {
        wanted.try_set(text.trim().to_owned());
    });
    let focus = move || {
        if let Some(field) = field.get_untracked() {
            let _ = field.focus();
            field.select();
        }
    };
    use_keys(
        Scope::Page,
        &[
            Binding::new("/", queue::KEY_SEARCH, focus),
            Binding::new("Escape", queue::KEY_CLEAR, move || {
                if let Some(field) = field.get_untracked() {
                    let _ = field.blur();
                }
            }),
        ],
    );
    view! {
        <main class="page members-page">
            <header class="page-head"><h1>{t(words::TITLE)}</h1></header>
            <label class="search large">
                <Icon name=IconName::Search/>
                <input
                    node_ref=field
                    type="search"
                    data-testid="member-search"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=t(words::SEARCH)
                    aria-label=t(words::SEARCH)
                    prop:value=typed
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        typed.set(text.clone());
                        search(text);
                    }
                />
                <Kbd key="/"/>
            </label>
            <ErrorBox error retry=Callback::new(move |()| wanted.notify())/>
            <div class="members-scroll">
                {move || match matches.get() {
                    Some(found) => view! { <Found found/> }.into_any(),
                    None if waiting.get() => view! { <Skeleton lines=4/> }.into_any(),
                    None => view! { <p class="muted members-hint">{t(words::HINT)}</p> }.into_any(),
                }}
            </div>
        </main>
    }
}

#[component]
fn Found(found: MemberMatches) -> impl IntoView {
    let language = use_language();
    if found.members.is_empty() {
        return view! {
            <div class="empty" data-testid="members-empty">
                <Icon name=IconName::Users/>
                <p class="empty-title">{t(words::EMPTY)}</p>
                <p class="muted">{t(words::EMPTY_HINT)}</p>
            </div>
        }
        .into_any();
    }
    let count = found.members.len().to_string();
    let phrase = if found.more {
        words::MORE
    } else {
        words::FOUND
    };
    view! {
        <p class="muted members-hint" role="status">
            {move || phrase.fill(language.get(), &[("count", &count)])}
        </p>
        <ul class="member-cards">
            {found.members.into_iter().map(|card| view! { <Card card/> }).collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn Card(card: MemberCard) -> impl IntoView {
    let desk = use_desk();
    let language = use_language();
    let (name_th, name_en) = (card.name_th.clone(), card.name_en.clone());
    let (other_th, other_en) = (card.name_th.clone(), card.name_en.clone());
    let (standing, until) = (card.standing, card.membership_expires_on);
    let login = card.login_state;
    let (member_no, test_no) = (card.member_no.clone(), card.member_no.clone());
    let licences = if card.licences.is_empty() {
        "–".to_owned()
    } else {
        card.licences.join(" · ")
    };
    let membership = move || {
        let language = language.get();
        let date = thai_date::format_date_numeric(until, language);
        let phrase = match standing {
            Standing::Normal => words::NORMAL_UNTIL,
            Standing::Expired => words::EXPIRED_ON,
            Standing::Suspended => words::SUSPENDED_UNTIL,
        };
        phrase.fill(language, &[("date", &date)])
    };
    view! {
        <li class="member-card" data-testid="member-row" data-member-no=test_no>
            <div class="member-name">
                <h2>{move || in_language(language.get(), &name_th, &name_en)}</h2>
                <p class="muted">{move || in_language(language.get(), &other_en, &other_th)}</p>
            </div>
            <Fact phrase=words::MEMBER_NO>{member_no}</Fact>
            <Fact phrase=words::LICENCES>{licences}</Fact>
            <Fact phrase=words::NATIONAL_ID>{card.national_id_masked.clone()}</Fact>
            <Fact phrase=words::PHONE>{card.phone_masked.clone()}</Fact>
            <Fact phrase=words::STANDING>
                <span class:attention=standing != Standing::Normal>{membership}</span>
            </Fact>
            <div class="member-state">
                <Pill
                    tone=login_tone(login)
                    icon=login_icon(login)
                    text=Signal::derive(move || vocabulary::label(login).text(language.get()).to_owned())
                />
            </div>
            <div class="member-request">
                <span class="muted">{t(words::LATEST)}</span>
                {match card.latest_request {
                    Some(latest) => {
                        let (id, status) = (latest.id, latest.status);
                        view! {
                            <button type="button" class="link" data-testid="member-request" on:click=move |_| desk.open_request(id)>
                                <strong>{latest.request_no}</strong>
                                <span>{t(vocabulary::label(status))}</span>
                                <Icon name=IconName::ArrowRight/>
                            </button>
                        }.into_any()
                    }
                    None => view! { <span>{t(words::NO_REQUEST)}</span> }.into_any(),
                }}
            </div>
        </li>
    }
}

/// A fact with its name above.
#[component]
fn Fact(
    /// Its name.
    phrase: Phrase,
    /// What it is.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="member-fact">
            <span class="muted">{t(phrase)}</span>
            <span>{children()}</span>
        </div>
    }
}

fn in_language(language: Language, th: &str, en: &str) -> String {
    match language {
        Language::Th => th.to_owned(),
        Language::En => en.to_owned(),
    }
}

const fn login_tone(login: LoginState) -> Tone {
    match login {
        LoginState::Enabled => Tone::Good,
        LoginState::Suspended => Tone::Warn,
        LoginState::Locked => Tone::Bad,
    }
}

const fn login_icon(login: LoginState) -> IconName {
    match login {
        LoginState::Enabled => IconName::CircleCheck,
        LoginState::Suspended => IconName::Pause,
        LoginState::Locked => IconName::Lock,
    }
}
