//! Stories of signing in.

use crate::desk::{PASSWORD, Story, told};
use chrono::Duration;
use coe_usecases::{remembered, sign_in};
use coe_wire::ErrorCode;

#[tokio::test]
async fn the_right_password_opens_and_case_of_the_name_does_not_matter() {
    let story = Story::begins().await;
    let actor = sign_in::sign_in(&story.desk, " Anong ", PASSWORD)
        .await
        .unwrap();
    assert_eq!(actor, story.officer);
}

#[tokio::test]
async fn an_unknown_name_is_answered_like_a_wrong_password() {
    let story = Story::begins().await;
    let unknown = told(sign_in::sign_in(&story.desk, "nobody", PASSWORD).await);
    let wrong = told(sign_in::sign_in(&story.desk, "anong", "guess").await);
    assert_eq!(unknown, wrong, "the answer must not tell who works here");
}

#[tokio::test]
async fn five_wrong_passwords_close_the_account_for_a_while() {
    let story = Story::begins().await;
    for _ in 0..4 {
        let wrong = told(sign_in::sign_in(&story.desk, "anong", "guess").await);
        assert_eq!(wrong.code, ErrorCode::WrongCredentials);
    }
    let fifth = told(sign_in::sign_in(&story.desk, "anong", "guess").await);
    assert_eq!(
        (fifth.code, fifth.params["minutes"].as_str()),
        (ErrorCode::TooManyAttempts, "5")
    );
    let right = told(sign_in::sign_in(&story.desk, "anong", PASSWORD).await);
    assert_eq!(
        right.code,
        ErrorCode::TooManyAttempts,
        "the pause holds for the right one, too"
    );
    assert!(
        sign_in::sign_in(&story.desk, "bunmi", PASSWORD)
            .await
            .is_ok(),
        "others go on"
    );

    story.passes(Duration::minutes(6)).await;
    assert!(
        sign_in::sign_in(&story.desk, "anong", PASSWORD)
            .await
            .is_ok()
    );
    let once = told(sign_in::sign_in(&story.desk, "anong", "guess").await);
    assert_eq!(
        once.code,
        ErrorCode::WrongCredentials,
        "a sign-in clears the count"
    );
}

#[tokio::test]
async fn a_remembered_computer_signs_in_until_it_is_forgotten_or_old() {
    let story = Story::begins().await;
    let token = remembered::remember(&story.desk, story.officer.id)
        .await
        .unwrap();
    assert_eq!(
        remembered::sign_in(&story.desk, &token).await.unwrap(),
        story.officer
    );
    let other = told(remembered::sign_in(&story.desk, &token.replace('a', "b")).await);
    assert_eq!(other.code, ErrorCode::RememberedExpired);
    story.passes(Duration::days(remembered::DAYS + 1)).await;
    let old = told(remembered::sign_in(&story.desk, &token).await);
    assert_eq!(old.code, ErrorCode::RememberedExpired);

    let fresh = remembered::remember(&story.desk, story.officer.id)
        .await
        .unwrap();
    remembered::forget(&story.desk, &fresh).await.unwrap();
    let forgotten = told(remembered::sign_in(&story.desk, &fresh).await);
    assert_eq!(forgotten.code, ErrorCode::RememberedExpired);
}

#[tokio::test]
async fn an_unlock_is_checked_and_recorded_as_one() {
    let story = Story::begins().await;
    let wrong = told(sign_in::unlock(&story.desk, &story.officer, "guess").await);
    assert_eq!(wrong.code, ErrorCode::WrongCredentials);
    let opened = sign_in::unlock(&story.desk, &story.officer, PASSWORD).await;
    assert_eq!(opened.unwrap(), story.officer);
    assert!(
        sign_in::is_current(&story.desk, &story.officer)
            .await
            .unwrap()
    );
    let mut promoted = story.officer.clone();
    promoted.role = coe_domain::Role::Supervisor;
    assert!(!sign_in::is_current(&story.desk, &promoted).await.unwrap());
}
