//! The window's hardening, read from the configuration that is built into the app.

use coe_wire::command::ALL;
use serde_json::Value;
use std::collections::BTreeSet;

fn configuration() -> Value {
    serde_json::from_str(include_str!("../tauri.conf.json")).expect("tauri.conf.json is JSON")
}

fn capability() -> Value {
    serde_json::from_str(include_str!("../src-tauri/capabilities/main.json"))
        .expect("the capability is JSON")
}

#[test]
fn the_page_may_load_and_run_only_what_came_with_the_app() {
    let configuration = configuration();
    let csp = &configuration["app"]["security"]["csp"];
    assert_eq!(csp["default-src"], "'none'");
    assert_eq!(csp["script-src"], "'self' 'wasm-unsafe-eval'");
    assert_eq!(csp["style-src"], "'self'");
    assert_eq!(csp["img-src"], "'self' photo: http://photo.localhost");
    assert_eq!(csp["connect-src"], "'self' ipc: http://ipc.localhost");
    for closed in ["base-uri", "form-action", "frame-ancestors", "object-src"] {
        assert_eq!(csp[closed], "'none'", "{closed} must be closed");
    }
    let whole = csp.to_string();
    for open in [
        "unsafe-inline",
        "'unsafe-eval'",
        "https:",
        "data:",
        "blob:",
        "*",
    ] {
        assert!(!whole.contains(open), "the policy must not allow {open}");
    }
}

#[test]
fn the_page_reaches_no_host_object() {
    let configuration = configuration();
    let app = &configuration["app"];
    assert_eq!(app["withGlobalTauri"], false);
    assert_eq!(app["security"]["freezePrototype"], true);
    assert_eq!(app["security"]["assetProtocol"]["enable"], false);
    assert_eq!(app["security"]["capabilities"], serde_json::json!(["main"]));
    for window in app["windows"].as_array().expect("there is a window") {
        assert_eq!(
            window["devtools"], false,
            "the inspector shows personal data"
        );
        assert_eq!(window["dragDropEnabled"], false);
    }
    assert!(
        configuration.get("plugins").is_none(),
        "no plugin is configured"
    );
}

#[test]
fn the_window_may_call_exactly_the_desks_commands_and_hear_its_events() {
    let capability = capability();
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert!(
        capability.get("remote").is_none(),
        "no remote page may call anything"
    );
    let granted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .expect("permissions are a list")
        .iter()
        .map(|permission| {
            permission
                .as_str()
                .expect("a permission is a name")
                .to_owned()
        })
        .collect();
    let mut wanted: BTreeSet<String> = ALL
        .iter()
        .map(|(name, _)| format!("allow-{}", name.replace('_', "-")))
        .collect();
    wanted.extend([
        "core:event:allow-listen".to_owned(),
        "core:event:allow-unlisten".to_owned(),
    ]);
    assert_eq!(granted, wanted);
}

#[test]
fn no_plugin_opens_shell_files_or_network_to_the_page() {
    let manifest = include_str!("../Cargo.toml");
    assert!(
        !manifest.contains("tauri-plugin"),
        "a plugin needs a reason and a capability"
    );
    assert!(
        !manifest.contains("\"devtools\""),
        "devtools stay out of release builds"
    );
}
