//! Reasons that do not fit the decision, or that nobody could read afterwards.

use super::attempt::{Attempt, Officer, Rule, each};
use super::scene::Scene;

pub(crate) fn attempts() -> Vec<Attempt> {
    each("2.2.3", &[Officer], Rule("reason_invalid"), &[
        ("approve with a reason", "<approve ready | reason_code='card_expired'>"),
        ("reject without a reason", "<reject ready>"),
        ("reject with a reason to return", "<reject ready | reason_code='photo_blurred'>"),
        ("return with a reason to reject", "<return ready | reason_code='card_expired'>"),
        ("reject with a reason that there is not", "<reject ready | reason_code='because'>"),
        ("reject twice for the same reason",
         "<reject ready | reason_code='card_expired'; further_reason_codes='{card_expired}'>"),
        ("reject with a further reason only",
         "<reject ready | further_reason_codes='{card_expired}'>"),
        ("escalate without saying why", "<escalate ready | note=''>"),
        ("escalate with a note of blanks", "<escalate ready | note=E' \\t\\n\\u00a0'>"),
        ("leave a reason blank in the list",
         "<reject ready | reason_code='card_expired'; further_reason_codes=ARRAY[NULL]::text[]>"),
        ("put a list of reasons into the list",
         "<reject ready | reason_code='card_expired';
                          further_reason_codes='{{card_altered},{duplicate_request}}'>"),
        ("count the reasons from nought",
         "<reject ready | reason_code='card_expired';
                          further_reason_codes='[0:0]={card_altered}'>"),
    ])
    .collect()
}

#[tokio::test]
async fn reasons_withstand() {
    let list = attempts();
    Scene::of(&list).await.withstands(&list).await;
}
