//! Declares every command, so that a window may call only those its capability names.

fn main() {
    let commands: Vec<&'static str> = coe_wire::command::ALL
        .iter()
        .map(|(name, _)| *name)
        .collect();
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/**/*")
        .app_manifest(tauri_build::AppManifest::new().commands(Box::leak(commands.into())));
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=dist");
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:error={error:#}");
    }
}
