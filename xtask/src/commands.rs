//! Which steps a command takes, in order.

use crate::cli::{DemoArgs, RunArgs, SharedArgs, Task, TestArgs, TestPart, UiArgs};
use crate::context::Context;
use crate::error::TaskError;
use crate::progress::{self, Progress};
use crate::steps::demo::Demo;
use crate::steps::packages::{self, Need};
use crate::steps::postgres::TestServer;
use crate::steps::simulator::Simulator;
use crate::steps::ui_bundle::Profile;
use crate::steps::{
    app, checks, demo, shared, stories, tools, ui_bundle, wasm_target, wasm_tests, window,
};

/// Does what was typed.
pub(crate) fn perform(task: Task) -> Result<(), TaskError> {
    match task {
        Task::Run(args) => run(&args),
        Task::Shared(args) => open_shared(&args),
        Task::Test(args) => test(&args),
        Task::Check => check(),
        Task::Ui(args) => ui(&args),
        Task::Demo(args) => make_demo(&args),
        Task::Screenshots => in_the_window("Taking screenshots", stories::screenshots),
        Task::Measure => in_the_window("Measuring the window", stories::measure),
    }
}

/// A title and the work it stands for.
type Step<'a> = (&'a str, Box<dyn FnOnce() -> Result<(), TaskError> + 'a>);

fn step<'a>(title: &'a str, work: impl FnOnce() -> Result<(), TaskError> + 'a) -> Step<'a> {
    (title, Box::new(work))
}

fn perform_all(steps: Vec<Step<'_>>) -> Result<(), TaskError> {
    let mut progress = Progress::new(steps.len());
    for (title, work) in steps {
        progress.step(title, work)?;
    }
    progress.finish();
    Ok(())
}

fn run(args: &RunArgs) -> Result<(), TaskError> {
    let ctx = Context::new(args.release)?;
    let gateway = Simulator::default();
    let wanted = || Demo {
        scale: args.scale,
        reset: args.reset,
        gateway: gateway.gateway(),
    };
    let headless = args.headless || !window::display_available();
    if headless && !cfg!(target_os = "linux") {
        return Err(TaskError::LinuxOnly(
            "Walking through the app on an invisible display",
        ));
    }
    if headless && !args.headless {
        progress::say(
            "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window \
             can open.\nThe same app runs on an invisible display instead; it is walked through \
             the main job and leaves screenshots.\n",
        );
    }

    let mut needs = vec![Need::Build];
    if headless {
        needs.push(Need::InvisibleWindow);
    }
    let mut steps = vec![
        step("System packages", move || packages::install(&needs)),
        step("WebAssembly target", || wasm_target::install(&ctx)),
        step("Tools", || {
            tools::install(&ctx, &[tools::WASM_BINDGEN])?;
            if headless {
                tools::install(&ctx, &[tools::TAURI_DRIVER])
            } else {
                Ok(())
            }
        }),
        step("The page", || ui_bundle::build(&ctx, Profile::Small)),
        step("The app", || {
            let mut packages = if headless { app::WITH_WALK } else { app::ALONE }.to_vec();
            packages.extend(args.http_simulator.then_some(app::SIMULATOR));
            app::build(&ctx, &packages)
        }),
    ];
    if args.http_simulator {
        steps.push(step("A gateway to send to", || gateway.start(&ctx)));
    }
    steps.push(step("The demo database", || demo::make(&ctx, &wanted())));
    if headless {
        steps.push(step("A walk through the main job", || {
            stories::walk(&ctx, &wanted(), &gateway)
        }));
    } else {
        steps.push(step("The window", || {
            window::open(&ctx, &wanted(), &gateway)
        }));
    }
    perform_all(steps)
}

fn open_shared(args: &SharedArgs) -> Result<(), TaskError> {
    if !window::display_available() {
        return Err(TaskError::NoDisplay);
    }
    let ctx = Context::new(false)?;
    // Declared before the steps, which borrow it: it ends with this command.
    let server = shared::Server::default();
    perform_all(vec![
        step("System packages", || {
            packages::install(&[Need::Build, Need::Postgres])
        }),
        step("WebAssembly target", || wasm_target::install(&ctx)),
        step("Tools", || tools::install(&ctx, &[tools::WASM_BINDGEN])),
        step("The page", || ui_bundle::build(&ctx, Profile::Small)),
        step("The app", || app::build(&ctx, app::SHARED)),
        step("The demo database", || demo::make(&ctx, &Demo::default())),
        step("The shared database", || {
            shared::prepare(&ctx, &server, args.reset)
        }),
        step("The windows", || shared::open(&ctx, &server)),
    ])
}

fn test(args: &TestArgs) -> Result<(), TaskError> {
    let ctx = Context::new(false)?;
    let native = args.includes(TestPart::Native);
    let components = args.includes(TestPart::Components);
    let in_window = args.includes(TestPart::Stories);
    // Declared before the steps, which borrow it: it ends with this command.
    let server = TestServer::default();

    let mut needs = vec![Need::Build];
    if components {
        needs.push(Need::Browser);
    }
    if in_window {
        needs.push(Need::InvisibleWindow);
    }
    if native || in_window {
        needs.push(Need::Postgres);
    }
    let mut steps = vec![
        step("System packages", move || packages::install(&needs)),
        step("WebAssembly target", || wasm_target::install(&ctx)),
        step("Tools", || {
            tools::install(&ctx, &[tools::WASM_BINDGEN])?;
            if in_window {
                tools::install(&ctx, &[tools::TAURI_DRIVER])
            } else {
                Ok(())
            }
        }),
    ];
    if native || in_window {
        // The app embeds the page, so the page comes first.
        steps.push(step("The page", || ui_bundle::build(&ctx, Profile::Small)));
        steps.push(step("The app and its tests", || app::build_tests(&ctx)));
        steps.push(step("A PostgreSQL for the tests", || server.start()));
    }
    if native {
        steps.push(step("Native tests", || app::test(&ctx, &server)));
    }
    if components {
        steps.push(step("Component tests in the browser", || {
            wasm_tests::run(&ctx)
        }));
    }
    if in_window {
        steps.push(step("Stories in the real window", || {
            stories::test(&ctx, &server)
        }));
    }
    perform_all(steps)
}

fn check() -> Result<(), TaskError> {
    let ctx = Context::new(false)?;
    perform_all(vec![
        step("System packages", || packages::install(&[Need::Build])),
        step("WebAssembly target", || wasm_target::install(&ctx)),
        step("Tools", || tools::install(&ctx, &[tools::CARGO_DENY])),
        step("Formatting", || checks::formatting(&ctx)),
        step("Lints of the native crates", || checks::native_lints(&ctx)),
        step("Lints of the page", || checks::page_lints(&ctx)),
        step("Licences, sources and banned crates", || {
            checks::dependencies(&ctx)
        }),
        step("Security advisories", || checks::advisories(&ctx)),
    ])
}

fn ui(args: &UiArgs) -> Result<(), TaskError> {
    let ctx = Context::new(false)?;
    let profile = if args.dev {
        Profile::Dev
    } else {
        Profile::Small
    };
    perform_all(vec![
        step("WebAssembly target", || wasm_target::install(&ctx)),
        step("Tools", || tools::install(&ctx, &[tools::WASM_BINDGEN])),
        step("The page", || ui_bundle::build(&ctx, profile)),
    ])
}

fn make_demo(args: &DemoArgs) -> Result<(), TaskError> {
    let ctx = Context::new(false)?;
    let wanted = Demo {
        scale: args.scale,
        reset: args.reset,
        gateway: None,
    };
    perform_all(vec![
        step("System packages", || packages::install(&[Need::Build])),
        step("The program that makes the demo", || {
            app::build(&ctx, &["coe-demo"])
        }),
        step("The demo database", || demo::make(&ctx, &wanted)),
    ])
}

fn in_the_window(
    what: &'static str,
    work: impl FnOnce(&Context) -> Result<(), TaskError>,
) -> Result<(), TaskError> {
    if !cfg!(target_os = "linux") {
        return Err(TaskError::LinuxOnly(what));
    }
    let ctx = Context::new(false)?;
    perform_all(vec![
        step("System packages", || {
            packages::install(&[Need::Build, Need::InvisibleWindow])
        }),
        step("WebAssembly target", || wasm_target::install(&ctx)),
        step("Tools", || {
            tools::install(&ctx, &[tools::WASM_BINDGEN, tools::TAURI_DRIVER])
        }),
        step("The page", || ui_bundle::build(&ctx, Profile::Small)),
        step("The app", || app::build(&ctx, app::WITH_WALK)),
        step("The demo database", || demo::make(&ctx, &Demo::default())),
        step(what, || work(&ctx)),
    ])
}
