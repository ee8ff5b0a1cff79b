//! An invented desk: answers commands from a table, and remembers what was asked.

use crate::app::App;
use coe_domain::sla::{SlaState, SlaView};
use coe_domain::{Language, RequestId, RequestStatus, Risk, Role, StaffId};
use coe_wire::UiError;
use coe_wire::event::DeskEvent;
use coe_wire::messages::MessageView;
use coe_wire::queue::{Holder, QueueCounts, QueuePage, QueueQuery, QueueRow};
use coe_wire::session::{
    DatabaseKind, DatabaseView, ReferenceData, SecretService, SessionState, StaffView,
};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

const STYLES: &str = concat!(
    include_str!("../styles/base.css"),
    include_str!("../styles/controls.css"),
    include_str!("../styles/frame.css"),
    include_str!("../styles/setup.css"),
    include_str!("../styles/queue.css"),
    include_str!("../styles/messages.css"),
    include_str!("../styles/settings.css"),
);

type Answer = Box<dyn Fn(JsValue) -> Result<JsValue, UiError>>;

#[derive(Default)]
struct Inner {
    answers: HashMap<&'static str, Answer>,
    asked: Vec<String>,
    heard: Option<js_sys::Function>,
}

/// The desk of one test.
#[derive(Clone, Default)]
pub struct TestDesk(Rc<RefCell<Inner>>);

/// What a test mounts; taken away when dropped.
pub struct Mounted {
    host: web_sys::HtmlElement,
    _handle: Box<dyn std::any::Any>,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.host.remove();
    }
}

#[derive(Deserialize)]
struct Arguments<T> {
    input: T,
}

impl TestDesk {
    /// A desk where `staff` is signed in (`None`: nobody), with the settings of a new computer.
    pub fn new(role: Option<Role>) -> Self {
        if let Ok(Some(storage)) = window().local_storage() {
            storage.clear().unwrap();
        }
        let desk = Self::default();
        let session = session(role);
        desk.answers("session_state", move |(): ()| Ok(session.clone()));
        desk.answers("reference_data", |(): ()| {
            Ok(ReferenceData {
                reasons: Vec::new(),
                templates: Vec::new(),
            })
        });
        desk.answers("queue_counts", |(): ()| {
            Ok(QueueCounts {
                waiting: 3,
                ..Default::default()
            })
        });
        desk.answers("touch", |(): ()| Ok(()));
        desk.answers("message_health", |(): ()| Ok(super::messages::health(0)));
        desk.answers("request_messages", |_: RequestId| {
            Ok(Vec::<MessageView>::new())
        });
        desk.install();
        desk
    }

    /// Answers `command`; a command without argument is asked with `()`.
    pub fn answers<I, O>(
        &self,
        command: &'static str,
        answer: impl Fn(I) -> Result<O, UiError> + 'static,
    ) where
        I: serde::de::DeserializeOwned + 'static,
        O: Serialize,
    {
        let answer: Answer = Box::new(move |arguments| {
            let input = Reflected::input(arguments);
            to_js(&answer(input)?)
        });
        self.0.borrow_mut().answers.insert(command, answer);
    }

    /// Never answers `command`.
    pub fn keeps_waiting(&self, command: &'static str) {
        let answer: Answer = Box::new(|_| Ok(js_sys::Promise::new(&mut |_, _| {}).into()));
        self.0.borrow_mut().answers.insert(command, answer);
    }

    /// Answers `queue_page` from `rows`, with cursors that are row numbers.
    pub fn has_rows(&self, rows: Vec<QueueRow>) {
        self.answers("queue_page", move |query: QueueQuery| {
            let from = query
                .after
                .and_then(|at| at.parse().ok())
                .unwrap_or(0_usize);
            let end = (from + query.limit as usize).min(rows.len());
            Ok(QueuePage {
                rows: rows[from..end].to_vec(),
                next: (end < rows.len()).then(|| end.to_string()),
                total: rows.len() as u64,
            })
        });
    }

    /// How often `command` was asked.
    pub fn asked(&self, command: &str) -> usize {
        self.0
            .borrow()
            .asked
            .iter()
            .filter(|asked| *asked == command)
            .count()
    }

    /// Sends an event to the page.
    pub fn tell(&self, event: &DeskEvent) {
        let envelope = js_sys::Object::new();
        js_sys::Reflect::set(&envelope, &"payload".into(), &to_js(event).unwrap()).unwrap();
        let heard = self.0.borrow().heard.clone().expect("the page listens");
        heard.call1(&JsValue::NULL, &envelope).unwrap();
    }

    /// Mounts the whole page and waits until it stands.
    pub async fn opens(&self) -> Mounted {
        let host: web_sys::HtmlElement = document().create_element("div").unwrap().unchecked_into();
        // As large as the window usually is, whatever the size of the browser.
        for (name, value) in [
            ("position", "fixed"),
            ("width", "1440px"),
            ("height", "800px"),
        ] {
            host.style().set_property(name, value).unwrap();
        }
        // The list draws what fits; without styles all rows would.
        let style = document().create_element("style").unwrap();
        style.set_text_content(Some(STYLES));
        host.append_child(&style).unwrap();
        document().body().unwrap().append_child(&host).unwrap();
        let handle = leptos::mount::mount_to(host.clone(), App);
        settle().await;
        Mounted {
            host,
            _handle: Box::new(handle),
        }
    }

    fn install(&self) {
        let host = js_sys::Object::new();
        let inner = Rc::clone(&self.0);
        let invoke = Closure::<dyn Fn(String, JsValue) -> js_sys::Promise>::new(
            move |command: String, arguments: JsValue| {
                inner.borrow_mut().asked.push(command.clone());
                if command.starts_with("plugin:event") {
                    return js_sys::Promise::resolve(&JsValue::from(1));
                }
                let inner = inner.borrow();
                let Some(answer) = inner.answers.get(command.as_str()) else {
                    return js_sys::Promise::reject(&JsValue::from_str("no such command"));
                };
                match answer(arguments) {
                    Ok(value) => js_sys::Promise::resolve(&value),
                    Err(error) => js_sys::Promise::reject(&to_js(&error).unwrap()),
                }
            },
        );
        let inner = Rc::clone(&self.0);
        let transform = Closure::<dyn Fn(js_sys::Function) -> f64>::new(move |heard| {
            inner.borrow_mut().heard = Some(heard);
            1.0
        });
        js_sys::Reflect::set(&host, &"invoke".into(), &invoke.into_js_value()).unwrap();
        js_sys::Reflect::set(
            &host,
            &"transformCallback".into(),
            &transform.into_js_value(),
        )
        .unwrap();
        js_sys::Reflect::set(&window(), &"__TAURI_INTERNALS__".into(), &host).unwrap();
    }
}

struct Reflected;

impl Reflected {
    fn input<I: serde::de::DeserializeOwned>(arguments: JsValue) -> I {
        serde_wasm_bindgen::from_value::<Arguments<I>>(arguments)
            .map(|arguments| arguments.input)
            .or_else(|_| serde_wasm_bindgen::from_value(JsValue::UNDEFINED))
            .expect("the argument is of the command's type")
    }
}

fn to_js<T: Serialize>(value: &T) -> Result<JsValue, UiError> {
    Ok(value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .unwrap())
}

/// Who is signed in to an invented desk.
pub fn session(role: Option<Role>) -> SessionState {
    SessionState {
        staff: role.map(|role| StaffView {
            id: StaffId(1),
            username: "somchai".to_owned(),
            display_name: "สมชาย ใจดี".to_owned(),
            role,
        }),
        locked: false,
        remembered: None,
        secret_service: SecretService::Available,
        database: DatabaseView {
            kind: DatabaseKind::Embedded,
            demo: true,
            server: None,
            last_username: None,
            error: None,
        },
        needs_setup: false,
        idle_minutes: 10,
        version: "0.1.0".to_owned(),
    }
}

/// The same, on a server.
pub fn shared_session(role: Option<Role>) -> SessionState {
    let mut state = session(role);
    state.database.kind = DatabaseKind::Shared;
    state.database.demo = false;
    state.database.server = Some("db.coe.example/coe_desk".to_owned());
    state.database.last_username = Some("somchai".to_owned());
    state
}

/// A waiting request with number `69-11-{id}`.
pub fn request(id: i64) -> QueueRow {
    QueueRow {
        id: RequestId(id),
        request_no: format!("69-11-{id}"),
        name_th: "นาย ตัวอย่าง ทดสอบดี".to_owned(),
        name_en: "Mr. Tuayang Thotsopdi".to_owned(),
        member_no: "300142".to_owned(),
        licence_no: None,
        new_phone_masked: "xxx-xxx-8890".to_owned(),
        status: RequestStatus::Pending,
        risk: Risk::Medium,
        sla: SlaView {
            state: SlaState::Overdue,
            remaining_minutes: -80,
        },
        submitted_at: "2026-11-23T02:00:00Z".parse().unwrap(),
        closed_at: None,
        holder: None,
        call_at: None,
    }
}

/// The same, held by a colleague.
pub fn held(id: i64) -> QueueRow {
    let holder = Holder {
        display_name: "ปวีณ์".to_owned(),
        me: false,
    };
    QueueRow {
        holder: Some(holder),
        ..request(id)
    }
}

/// Long enough for a fetch, an effect and a drawn frame.
pub async fn settle() {
    for _ in 0..6 {
        TimeoutFuture::new(25).await;
    }
}

/// The first element with a test id.
pub fn find(id: &str) -> Option<web_sys::HtmlElement> {
    let found = document()
        .query_selector(&format!("[data-testid='{id}']"))
        .unwrap();
    found.map(JsCast::unchecked_into)
}

/// The first element with a test id, which must be there.
pub fn get(id: &str) -> web_sys::HtmlElement {
    find(id).unwrap_or_else(|| panic!("{id} is on screen"))
}

/// All elements with a test id.
pub fn all(id: &str) -> Vec<web_sys::HtmlElement> {
    let list = document()
        .query_selector_all(&format!("[data-testid='{id}']"))
        .unwrap();
    (0..list.length())
        .map(|at| list.get(at).unwrap().unchecked_into())
        .collect()
}

/// The test id of what has the focus.
pub fn focused() -> String {
    let focused = document().active_element();
    let id = focused.and_then(|element| element.get_attribute("data-testid"));
    id.unwrap_or_default()
}

/// What stands in a field.
pub fn value(id: &str) -> String {
    get(id)
        .unchecked_into::<web_sys::HtmlInputElement>()
        .value()
}

/// Types `text` into a field.
pub fn type_into(id: &str, text: &str) {
    let field: web_sys::HtmlInputElement = get(id).unchecked_into();
    field.focus().unwrap();
    field.set_value(text);
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    let event = web_sys::Event::new_with_event_init_dict("input", &init).unwrap();
    field.dispatch_event(&event).unwrap();
}

/// Presses a key where the focus is.
pub fn press(key: &str, code: &str) {
    let init = web_sys::KeyboardEventInit::new();
    init.set_key(key);
    init.set_code(code);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event =
        web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    let target = document()
        .active_element()
        .unwrap_or_else(|| document().body().unwrap().into());
    target.dispatch_event(&event).unwrap();
}

/// All that is to read on the page.
pub fn text() -> String {
    document().body().unwrap().inner_text()
}

/// Both languages, for tests that go through them.
pub const LANGUAGES: [Language; 2] = [Language::Th, Language::En];
