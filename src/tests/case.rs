//! An invented case, and a desk that opens it.

use super::desk::{Mounted, TestDesk, press, settle};
use coe_domain::approval::Blocker;
use coe_domain::name_diff::diff_names;
use coe_domain::reason::Reason;
use coe_domain::sla::{SlaState, SlaView};
use coe_domain::{
    CheckCode, DecisionKind, Finality, ImageKind, LoginState, RequestId, RequestStatus, Risk, Role,
    Standing,
};
use coe_wire::queue::Holder;
use coe_wire::review::{
    CaseView, CheckView, ClaimView, DecisionPreview, PhotoView, PreviewDecision, RecordView,
    SaveDraft,
};
use coe_wire::session::ReferenceData;
use coe_wire::{ErrorCode, UiError};
use std::cell::RefCell;
use std::rc::Rc;
use strum::VariantArray;
use wasm_bindgen::JsCast;

/// One grey pixel; the fragment tells photos apart.
pub const PIXEL: &str =
    "data:image/gif;base64,R0lGODlhAQABAIAAAMLCwgAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==";

pub fn photo(kind: ImageKind, request: i64) -> PhotoView {
    PhotoView {
        kind,
        sha256: format!("{}-of-{request}", kind.code()),
        screen_url: format!("{PIXEL}#{request}"),
        detail_url: format!("{PIXEL}#{request}-detail"),
        width: 4032,
        height: 3024,
        bytes: 4_000_000,
        error: None,
    }
}

pub fn case(id: i64) -> CaseView {
    CaseView {
        id: RequestId(id),
        request_no: format!("69-11-{id}"),
        status: RequestStatus::Pending,
        risk: Risk::Low,
        revision: 1,
        submitted_at: "2026-11-23T02:00:00Z".parse().unwrap(),
        sla: SlaView {
            state: SlaState::OnTime,
            remaining_minutes: 288,
        },
        claim: ClaimView {
            holder: Some(Holder {
                display_name: "สมชาย ใจดี".to_owned(),
                me: true,
            }),
            seconds_left: Some(900),
        },
        photos: vec![photo(ImageKind::IdCard, id), photo(ImageKind::Selfie, id)],
        record: RecordView {
            member_no: "300142".to_owned(),
            licences: vec!["ภย.12345".to_owned()],
            name_th: "นาย ตัวอย่าง ทดสอบดี".to_owned(),
            name_en: "Mr. Tuayang Thotsopdi".to_owned(),
            name_diff: diff_names("นาย ตัวอย่าง ทดสอบดี", "นาย ตัวอย่าง ทดสอบดี"),
            national_id_masked: "1-xxxx-xxxxx-12-1".to_owned(),
            national_id_valid: true,
            national_id_same: true,
            birth_date: "1980-01-14".parse().unwrap(),
            standing: Standing::Normal,
            membership_expires_on: "2028-08-02".parse().unwrap(),
            login_state: LoginState::Suspended,
            old_phone_masked: "xxx-xxx-1613".to_owned(),
            new_phone_masked: "xxx-xxx-8890".to_owned(),
            email_masked: None,
        },
        signals: Vec::new(),
        checks: CheckCode::VARIANTS
            .iter()
            .map(|code| CheckView {
                code: *code,
                outcome: None,
                note: String::new(),
                by: None,
                at: None,
            })
            .collect(),
        calls: Vec::new(),
        running_call: None,
        notes: Vec::new(),
        history: Vec::new(),
        drafts: Vec::new(),
        blockers: vec![
            Blocker::ChecksMissing {
                count: 4,
                first: CheckCode::CardNotExpired,
            },
            Blocker::NoVerifiedCall,
        ],
        approving_kind: DecisionKind::Approve,
        decisions: Vec::new(),
        fraud_flagged: false,
    }
}

/// A desk that opens `cases` one after the other with "take next".
pub fn desk_with(cases: Vec<CaseView>) -> TestDesk {
    let desk = TestDesk::new(Some(Role::Officer));
    desk.has_rows(Vec::new());
    let ids: Vec<RequestId> = cases.iter().map(|case| case.id).collect();
    let taken = RefCell::new(0);
    desk.answers("take_next", move |(): ()| {
        let at = *taken.borrow();
        *taken.borrow_mut() += 1;
        Ok(ids.get(at).copied())
    });
    desk.answers("open_case", move |id: RequestId| {
        let found = cases.iter().find(|case| case.id == id);
        found
            .cloned()
            .ok_or_else(|| UiError::new(ErrorCode::DatabaseBusy))
    });
    desk.answers("close_case", |_: RequestId| Ok(()));
    desk.answers("save_draft", |_: SaveDraft| Ok(()));
    desk.answers("reference_data", |(): ()| {
        let reason = Reason {
            code: "photo_blurred".to_owned(),
            kind: DecisionKind::Return,
            finality: Finality::Retry,
            text_th: "รูปบัตรไม่ชัด".to_owned(),
            text_en: "Photo blurred".to_owned(),
        };
        Ok(ReferenceData {
            reasons: vec![reason],
            templates: Vec::new(),
        })
    });
    desk.answers("preview_decision", |_: PreviewDecision| {
        Ok(DecisionPreview {
            messages: Vec::new(),
            status_after: RequestStatus::Returned,
            login_after: LoginState::Suspended,
            phone_after_masked: "xxx-xxx-1613".to_owned(),
            blockers: Vec::new(),
        })
    });
    desk
}

pub async fn opens(desk: &TestDesk) -> Mounted {
    let page = desk.opens().await;
    press("n", "KeyN");
    settle().await;
    page
}

/// Remembers what a command was asked with, and answers each time with the next answer.
pub fn remembers<I, O>(
    desk: &TestDesk,
    command: &'static str,
    answer: impl Fn(&I) -> Result<O, UiError> + 'static,
) -> Rc<RefCell<Vec<I>>>
where
    I: serde::de::DeserializeOwned + 'static,
    O: serde::Serialize,
{
    let seen = Rc::new(RefCell::new(Vec::new()));
    let kept = Rc::clone(&seen);
    desk.answers(command, move |input: I| {
        let answer = answer(&input);
        kept.borrow_mut().push(input);
        answer
    });
    seen
}

pub fn click(selector: &str) {
    let element = leptos::prelude::document()
        .query_selector(selector)
        .unwrap();
    element
        .expect(selector)
        .unchecked_into::<web_sys::HtmlElement>()
        .click();
}

/// Moves the page's clock by `milliseconds`; put back when dropped.
pub struct Later(js_sys::Function);

impl Later {
    pub fn by(milliseconds: f64) -> Self {
        let date = js_sys::Reflect::get(&js_sys::global(), &"Date".into()).unwrap();
        let real: js_sys::Function = js_sys::Reflect::get(&date, &"now".into())
            .unwrap()
            .unchecked_into();
        let source = format!("const real = Date.now; return () => real() + {milliseconds}");
        let moved = js_sys::Function::new_no_args(&source)
            .call0(&wasm_bindgen::JsValue::NULL)
            .unwrap();
        js_sys::Reflect::set(&date, &"now".into(), &moved).unwrap();
        Self(real)
    }
}

impl Drop for Later {
    fn drop(&mut self) {
        let date = js_sys::Reflect::get(&js_sys::global(), &"Date".into()).unwrap();
        let _ = js_sys::Reflect::set(&date, &"now".into(), &self.0);
    }
}
