//! Stories of the texts of messages.

use crate::desk::{Story, told};
use coe_domain::{Language, MessageTemplate};
use coe_usecases::list_messages::messages_of;
use coe_usecases::templates::{message_texts, save_message_numbers, save_template, template_edits};
use coe_wire::ErrorCode;
use coe_wire::session::TemplateView;
use coe_wire::texts::{MessageNumbers, TemplateKey};
use strum::VariantArray;

fn text(body: &str) -> TemplateView {
    TemplateView {
        template: MessageTemplate::Filed,
        language: Language::Th,
        body: body.to_owned(),
    }
}

const KEY: TemplateKey = TemplateKey {
    template: MessageTemplate::Filed,
    language: Language::Th,
};

#[tokio::test]
async fn a_changed_text_is_sent_from_then_on_and_the_one_before_is_kept() {
    let story = Story::begins().await;
    let before = story.files(1).await;
    let texts = message_texts(&story.desk, &story.supervisor).await.unwrap();
    assert_eq!(texts.texts.len(), MessageTemplate::VARIANTS.len() * 2);
    let old = texts
        .texts
        .iter()
        .find(|row| (row.template, row.language) == (KEY.template, KEY.language));
    let old = old.unwrap().body.clone();

    let new = text("  สภาวิศวกรได้รับคำร้อง {request_no} แล้ว ");
    let saved = save_template(&story.desk, &story.supervisor, &new)
        .await
        .unwrap();
    let now = saved
        .texts
        .iter()
        .find(|row| (row.template, row.language) == (KEY.template, KEY.language));
    let wanted = "สภาวิศวกรได้รับคำร้อง {request_no} แล้ว";
    assert_eq!(now.unwrap().body, wanted, "without the spaces around it");
    let after = story.files(2).await;
    let sent = messages_of(&story.desk, after).await.unwrap();
    assert!(
        sent[0].body.starts_with("สภาวิศวกรได้รับคำร้อง 6"),
        "{}",
        sent[0].body
    );
    let earlier = messages_of(&story.desk, before).await.unwrap();
    assert_ne!(
        earlier[0].body, sent[0].body,
        "what was queued stays as it is"
    );

    let edits = template_edits(&story.desk, &story.supervisor, KEY)
        .await
        .unwrap();
    assert_eq!(edits.len(), 1);
    assert_eq!(
        (edits[0].before.as_str(), edits[0].by.as_str()),
        (old.as_str(), "CHAI")
    );
    save_template(&story.desk, &story.supervisor, &text(wanted))
        .await
        .unwrap();
    let edits = template_edits(&story.desk, &story.supervisor, KEY)
        .await
        .unwrap();
    assert_eq!(edits.len(), 1, "the same text again is no change");
}

#[tokio::test]
async fn a_text_that_cannot_be_used_is_refused_and_changes_nothing() {
    let story = Story::begins().await;
    for body in [
        "",
        "no number",
        "{request_no} {name}",
        "{request_no} coe.or.th",
    ] {
        let refused = told(save_template(&story.desk, &story.supervisor, &text(body)).await);
        assert_eq!(refused.code, ErrorCode::Refused, "{body}");
        assert_eq!(refused.params["refusal"], "template_unfit");
    }
    assert!(
        template_edits(&story.desk, &story.supervisor, KEY)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn only_supervisors_see_and_change_texts_and_numbers() {
    let story = Story::begins().await;
    let numbers = MessageNumbers {
        call_reminder_minutes: 45,
        satang_per_segment: 30,
    };
    for actor in [&story.officer, &story.support] {
        let codes = [
            told(message_texts(&story.desk, actor).await).code,
            told(save_template(&story.desk, actor, &text("{request_no} ก")).await).code,
            told(template_edits(&story.desk, actor, KEY).await).code,
            told(save_message_numbers(&story.desk, actor, numbers).await).code,
        ];
        assert_eq!(codes, [ErrorCode::NotAllowed; 4], "{}", actor.username);
    }
    assert!(story.own_actions(&story.officer).await.is_empty());
}

#[tokio::test]
async fn numbers_are_kept_within_bounds_and_each_change_is_on_record() {
    let story = Story::begins().await;
    let usual = message_texts(&story.desk, &story.supervisor)
        .await
        .unwrap()
        .numbers;
    assert_eq!(
        (usual.call_reminder_minutes, usual.satang_per_segment),
        (30, 25)
    );
    for (minutes, satang, field) in [
        (1441, 25, "call_reminder_minutes"),
        (30, 10_001, "satang_per_segment"),
    ] {
        let wrong = MessageNumbers {
            call_reminder_minutes: minutes,
            satang_per_segment: satang,
        };
        let refused = told(save_message_numbers(&story.desk, &story.supervisor, wrong).await);
        assert_eq!(
            (refused.code, refused.params["field"].as_str()),
            (ErrorCode::InvalidInput, field)
        );
    }
    let off = MessageNumbers {
        call_reminder_minutes: 0,
        ..usual
    };
    save_message_numbers(&story.desk, &story.supervisor, off)
        .await
        .unwrap();
    let now = message_texts(&story.desk, &story.supervisor)
        .await
        .unwrap()
        .numbers;
    assert_eq!(now, off);
    assert_eq!(
        story.own_actions(&story.supervisor).await,
        ["setting.changed"],
        "the number that stayed is not written anew"
    );
}
