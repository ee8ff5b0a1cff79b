//! The gateway that an embedded desk sends by: which one, and that somebody tried it. Its secrets are
//! none of the database's business, and never come here.

use crate::retry::settled;
use crate::settings::{self, put};
use crate::{Actor, Desk, DeskResult};
use coe_domain::GatewayKind;
use coe_store::NewAuditEvent;
use coe_wire::gateway::{GatewayChoice, HIGHEST_RATE};
use coe_wire::{ErrorCode, UiError};
use std::collections::BTreeMap;

/// The longest sender, in characters. Networks allow eleven letters or a number of fifteen digits;
/// gateways that name an account instead have longer names.
const LONGEST_SENDER: usize = 40;
/// The longest address.
const LONGEST_URL: usize = 300;

/// How a gateway was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trial {
    /// It was asked whether it knows us.
    Asked,
    /// It was to send a message to a number that somebody typed.
    Sent,
}

/// Which gateway is chosen; the simulator where nobody chose.
///
/// # Errors
/// What the database answers.
pub async fn gateway_choice(desk: &Desk) -> DeskResult<GatewayChoice> {
    let mut unit = desk.store.read().await?;
    settings::gateway_choice(unit.as_mut()).await
}

/// Remembers which gateway to send by.
///
/// # Errors
/// `not_allowed`, `invalid_input`, or what the database answers.
pub async fn save_gateway_choice(
    desk: &Desk,
    actor: &Actor,
    choice: &GatewayChoice,
) -> DeskResult<()> {
    actor.must_supervise()?;
    check(choice)?;
    settled(desk, || save_once(desk, actor, choice)).await
}

async fn save_once(desk: &Desk, actor: &Actor, choice: &GatewayChoice) -> DeskResult<()> {
    let mut unit = desk.store.write().await?;
    if settings::gateway_choice(unit.as_mut()).await? != *choice {
        put(unit.as_mut(), settings::SMS_GATEWAY, choice, actor.id).await?;
    }
    unit.commit().await?;
    Ok(())
}

/// Whether a gateway can be chosen like this.
///
/// # Errors
/// `invalid_input` with the field that is missing or wrong.
pub fn check(choice: &GatewayChoice) -> Result<(), UiError> {
    let invalid = |field| Err(UiError::new(ErrorCode::InvalidInput).with("field", field));
    let sender = choice.sender.trim();
    let needs_sender = choice.kind != GatewayKind::Simulator;
    if (needs_sender && sender.is_empty()) || sender.chars().count() > LONGEST_SENDER {
        return invalid("sender");
    }
    if !(1..=HIGHEST_RATE).contains(&choice.rate_per_second) {
        return invalid("rate_per_second");
    }
    match choice.base_url.as_deref() {
        Some(url) if !is_safe(url) => invalid("base_url"),
        _ => Ok(()),
    }
}

/// Whether secrets may go to this address: encrypted, or on the same computer.
fn is_safe(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let whole = url.len() <= LONGEST_URL
        && !authority.is_empty()
        && !authority.contains('@')
        && url.chars().all(|letter| letter.is_ascii_graphic());
    let host = authority
        .rsplit_once(':')
        .map_or(authority, |(host, _)| host);
    let here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    whole && (scheme == "https" || (scheme == "http" && here))
}

/// Puts on record that somebody is about to try a gateway; committed before the gateway is asked.
///
/// # Errors
/// `not_allowed`, or what the database answers.
pub async fn note_trial(
    desk: &Desk,
    actor: &Actor,
    kind: GatewayKind,
    trial: Trial,
) -> DeskResult<()> {
    actor.must_supervise()?;
    settled(desk, || note_once(desk, actor, kind, trial)).await
}

async fn note_once(desk: &Desk, actor: &Actor, kind: GatewayKind, trial: Trial) -> DeskResult<()> {
    let how = match trial {
        Trial::Asked => "asked",
        Trial::Sent => "sent",
    };
    let mut unit = desk.store.write().await?;
    unit.append_event(&NewAuditEvent {
        actor: Some(actor.id),
        action: "gateway.tested",
        request_id: None,
        member_id: None,
        detail: BTreeMap::from([
            ("gateway".to_owned(), kind.code().to_owned()),
            ("trial".to_owned(), how.to_owned()),
        ]),
    })
    .await?;
    unit.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_only_where_nobody_listens() {
        for url in [
            "https://api.example.com/v2",
            "http://localhost:8080",
            "http://127.0.0.1",
            "http://[::1]:9/x",
        ] {
            assert!(is_safe(url), "{url}");
        }
        for url in [
            "http://api.example.com",
            "http://localhost.example.com",
            "https://",
            "https://localhost@elsewhere.example",
            "ftp://localhost",
            "localhost",
            "https://a b",
        ] {
            assert!(!is_safe(url), "{url}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let field = |choice: &GatewayChoice| check(choice).err().map(|e| e.params["field"].clone());
        let real = GatewayChoice {
            kind: GatewayKind::Smsmkt,
            sender: "COE".to_owned(),
            ..GatewayChoice::default()
        };
        assert_eq!(
            field(&GatewayChoice::default()),
            None,
            "a simulator needs no sender"
        );
        assert_eq!(field(&real), None);
        let with = |change: fn(&mut GatewayChoice)| {
            let mut choice = real.clone();
            change(&mut choice);
            field(&choice)
        };
        assert_eq!(
            with(|it| it.sender = " ".to_owned()).as_deref(),
            Some("sender")
        );
        assert_eq!(
            with(|it| it.rate_per_second = 0).as_deref(),
            Some("rate_per_second")
        );
        let url = with(|it| it.base_url = Some("http://sms.example".to_owned()));
        assert_eq!(url.as_deref(), Some("base_url"));
    }
}
