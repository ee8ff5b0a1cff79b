//! What each gateway's answers mean, against a server that keeps a ledger of what it took: for every gateway
//! and every fault, what we believe is never wrong about whether the message was taken.

use coe_domain::{GatewayKind, MessageFailure, MessageId, Phone};
use coe_sms::{Gateway, GatewaySecrets, GatewaySettings, Outgoing, Sent, open};
use coe_sms_simulator as simulated;
use coe_testkit::SeededRng;
use simulated::{Fault, FaultKind, Options, Running, Simulator};
use std::sync::Arc;
use std::time::Duration;
use strum::VariantArray;

const NUMBER: &str = "0812345678";
const GATEWAYS: [(GatewayKind, simulated::Gateway); 3] = [
    (GatewayKind::Thaibulksms, simulated::Gateway::ThaiBulkSms),
    (GatewayKind::Smsmkt, simulated::Gateway::SmsMkt),
    (GatewayKind::Twilio, simulated::Gateway::Twilio),
];

async fn server() -> Running {
    let options = Options {
        seed: Some(1),
        ..Options::default()
    };
    Simulator::start(options).await.expect("starts")
}

fn gateway(
    server: &Running,
    (kind, played): (GatewayKind, simulated::Gateway),
) -> Arc<dyn Gateway> {
    let settings = GatewaySettings {
        base_url: Some(server.url(played)),
        timeout_seconds: 1,
        ..GatewaySettings::of(kind, "COE")
    };
    let secrets = GatewaySecrets {
        key: "ACkey".to_owned(),
        secret: "secret".to_owned(),
    };
    open(&settings, &secrets, Arc::new(SeededRng::new(1))).expect("a gateway")
}

async fn send(gateway: &dyn Gateway, body: &str) -> Sent {
    let to = Phone::parse(NUMBER).expect("a phone");
    let message = Outgoing {
        message: MessageId(7),
        attempt: 1,
        to: &to,
        body,
    };
    gateway.send(&message).await
}

#[tokio::test]
async fn whatever_goes_wrong_nobody_believes_something_false() {
    for gateway_of in GATEWAYS {
        let server = server().await;
        let gateway = gateway(&server, gateway_of);
        for kind in FaultKind::VARIANTS {
            let fault = Fault::next(*kind, 1).delayed(Duration::from_millis(50));
            server.set_faults([fault]);
            let body = format!("{kind:?} ก่อนนี้");
            let sent = send(gateway.as_ref(), &body).await;
            let taken = server.ledger().count_of(NUMBER, &body);
            let told = format!(
                "{} {kind:?}: {sent:?}, and it was taken {taken} times",
                gateway_of.0
            );
            match sent {
                Sent::Taken { .. } => assert_eq!(taken, 1, "{told}"),
                Sent::NotNow { .. } | Sent::Refused { .. } => assert_eq!(taken, 0, "{told}"),
                Sent::Unknown { .. } => assert!(taken <= 1, "{told}"),
            }
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn each_fault_has_its_meaning_at_every_gateway() {
    use MessageFailure::{BadNumber, CredentialsRefused, CreditEmpty, NoAnswer, RateLimited};
    for gateway_of in GATEWAYS {
        let server = server().await;
        let gateway = gateway(&server, gateway_of);
        for (kind, wanted) in [
            (FaultKind::NoAnswerTaken, NoAnswer),
            (FaultKind::NoAnswerNotTaken, NoAnswer),
            (FaultKind::RateLimited, RateLimited),
            (FaultKind::BadNumber, BadNumber),
            (FaultKind::NoCredit, CreditEmpty),
            (FaultKind::WrongCredentials, CredentialsRefused),
        ] {
            server.set_faults([Fault::next(kind, 1)]);
            let sent = send(gateway.as_ref(), "text").await;
            // Twilio suspends an account without credit, and says no more than that.
            let wanted = match (gateway_of.0, kind) {
                (GatewayKind::Twilio, FaultKind::NoCredit) => CredentialsRefused,
                _ => wanted,
            };
            let cause = match sent {
                Sent::NotNow { cause, .. } | Sent::Refused { cause } | Sent::Unknown { cause } => {
                    Some(cause)
                }
                Sent::Taken { .. } => None,
            };
            assert_eq!(cause, Some(wanted), "{} {kind:?}", gateway_of.0);
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn a_thai_text_arrives_as_it_was_written() {
    let text = "สภาวิศวกร: คำร้อง 67-2-4 + 100% & “ที่ ปู่ ฐาน ญี่ปุ่น น้ำ”";
    for gateway_of in GATEWAYS {
        let server = server().await;
        let gateway = gateway(&server, gateway_of);
        assert!(
            matches!(send(gateway.as_ref(), text).await, Sent::Taken { .. }),
            "{}",
            gateway_of.0
        );
        assert_eq!(
            server.ledger().count_of(NUMBER, text),
            1,
            "{}",
            gateway_of.0
        );
        server.stop().await;
    }
}

#[tokio::test]
async fn the_credit_is_told_and_wrong_secrets_are_found_out() {
    for gateway_of in GATEWAYS {
        let server = server().await;
        let gateway = gateway(&server, gateway_of);
        let credit = gateway.credit().await.expect("tells");
        assert!(credit.is_some(), "{}", gateway_of.0);
        server.set_faults([Fault::always(FaultKind::WrongCredentials)]);
        assert_eq!(
            gateway.credit().await,
            Err(MessageFailure::CredentialsRefused),
            "{}",
            gateway_of.0
        );
        server.stop().await;
    }
}
