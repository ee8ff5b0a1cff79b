//! The member's record beside what the request states.

use super::Case;
use crate::DeskResult;
use coe_domain::name_diff::diff_names;
use coe_store::Unit;
use coe_wire::review::RecordView;

/// Builds the record. Numbers are masked; the full ones come only by a reveal.
pub(super) async fn view(unit: &mut dyn Unit, case: &Case) -> DeskResult<RecordView> {
    let (member, request) = (&case.member, &case.request);
    let licences = unit.licences_of(member.id).await?;
    Ok(RecordView {
        member_no: member.member_no.clone(),
        licences: licences
            .iter()
            .map(|licence| licence.as_str().to_owned())
            .collect(),
        name_th: member.name_th.full(),
        name_en: member.name_en.full(),
        name_diff: diff_names(&request.stated_name, &member.name_th.full()),
        national_id_masked: member.national_id.masked(),
        national_id_valid: member.national_id.check_digit_holds(),
        national_id_same: member.national_id == request.stated_national_id,
        birth_date: member.birth_date,
        standing: member.standing,
        membership_expires_on: member.membership_expires_on,
        login_state: member.login_state,
        old_phone_masked: request.old_phone.masked(),
        new_phone_masked: request.new_phone.masked(),
        email_masked: member.email.as_deref().map(mask_email),
    })
}

/// Keeps the first letter and the domain.
fn mask_email(email: &str) -> String {
    match email.split_once('@') {
        Some((local, domain)) => {
            let first: String = local.chars().take(1).collect();
            format!("{first}•••@{domain}")
        }
        None => "•••".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::mask_email;

    #[test]
    fn a_masked_address_keeps_one_letter_and_the_domain() {
        assert_eq!(mask_email("somying@example.com"), "s•••@example.com");
        assert_eq!(mask_email("not an address"), "•••");
    }
}
