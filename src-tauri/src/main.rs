//! The desktop app of COE Desk.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    coe_desk_app::main()
}
