//! The page's component tests, in headless Chromium.

use crate::command::on_path;
use crate::context::{Context, WASM_TARGET};
use crate::error::TaskError;
use crate::files;
use crate::steps::packages::is_root;
use crate::steps::ui_bundle::PACKAGE;
use crate::steps::wasm_target::WasmToolchain;

/// Runs them.
///
/// # Errors
/// When a test fails or the browser does not start.
pub(crate) fn run(ctx: &Context) -> Result<(), TaskError> {
    let settings = ctx.cache.join("webdriver.json");
    files::write(&settings, browser_settings(is_root()))?;
    let mut tests = WasmToolchain::ready(ctx)?
        .cargo(ctx, "A component test")
        .args(["test", "--package", PACKAGE, "--target", WASM_TARGET])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", ctx.tool("wasm-bindgen-test-runner"))
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings)
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        // A busy computer takes its time to start a browser.
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .advice("The failing tests are named above. Again with `cargo xtask test --only components`.");
    if !on_path("chromedriver")
        && let Some(driver) = elsewhere()
    {
        tests = tests.env("CHROMEDRIVER", driver);
    }
    tests.run()
}

/// Where Ubuntu and snaps keep the driver when it is not on the PATH.
fn elsewhere() -> Option<&'static str> {
    [
        "/usr/lib/chromium-browser/chromedriver",
        "/snap/bin/chromium.chromedriver",
    ]
    .into_iter()
    .find(|path| std::path::Path::new(path).is_file())
}

/// How the browser is to be started. Its sandbox refuses to work for root, as in containers.
fn browser_settings(root: bool) -> String {
    let sandbox = if root { ", \"--no-sandbox\"" } else { "" };
    format!(
        "{{\"goog:chromeOptions\": {{\"args\": [\"--headless=new\", \"--disable-gpu\", \
         \"--disable-dev-shm-usage\"{sandbox}]}}}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sandbox_is_only_given_up_for_root() {
        assert!(!browser_settings(false).contains("no-sandbox"));
        assert!(browser_settings(true).ends_with("\"--no-sandbox\"]}}\n"));
    }
}
