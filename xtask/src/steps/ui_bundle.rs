//! The page: WebAssembly, its JavaScript bindings, styles and fonts, put into dist/.
//!
//! The app embeds dist/, so this comes before the app is compiled.

use crate::command::{Program, on_path};
use crate::context::{Context, WASM_TARGET};
use crate::error::TaskError;
use crate::files::{self, Fingerprint};
use crate::progress::{note, size};
use crate::steps::wasm_tables::same_exported_tables;
use crate::steps::wasm_target::WasmToolchain;
use std::path::{Path, PathBuf};

/// How the page is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quickly.
    Dev,
    /// As small as can be: the root manifest's profile `wasm`.
    Small,
}

impl Profile {
    fn cargo_name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Small => "wasm",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Small => "wasm",
        }
    }
}

/// The page's package and program.
pub(crate) const PACKAGE: &str = "coe-desk-ui";

/// What the bindings are called: `desk.js` and `desk_bg.wasm`.
const NAME: &str = "desk";

/// Files and folders of src/ that go into dist/ as they are.
const STATIC: &[&str] = &["index.html", "boot.js", "styles", "fonts", "assets"];

/// Features of WebAssembly that Rust uses. wasm-opt has to be told.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Compiles the page and renews dist/ if anything changed.
///
/// # Errors
/// When the page does not compile or wasm-bindgen fails.
pub(crate) fn build(ctx: &Context, profile: Profile) -> Result<(), TaskError> {
    let wasm = compile(ctx, profile)?;
    let optimiser = if profile == Profile::Small {
        wasm_opt_version()
    } else {
        None
    };

    let print = fingerprint(ctx, &wasm, optimiser.as_deref())?;
    let stamp = stamp(ctx);
    let bundle = ctx.dist().join(format!("{NAME}_bg.wasm"));
    if std::fs::read_to_string(&stamp).is_ok_and(|old| old == print) && bundle.is_file() {
        note("dist/ is up to date");
        return report(ctx);
    }

    let staged = ctx.wasm_target.join("dist");
    files::remove_tree(&staged)?;
    bind(ctx, &wasm, &staged, profile)?;
    if profile == Profile::Small {
        optimise(
            &staged.join(format!("{NAME}_bg.wasm")),
            optimiser.as_deref(),
        );
    }
    for name in STATIC {
        let from = ctx.root.join("src").join(name);
        if from.is_file() {
            files::copy(&from, &staged.join(name))?;
        } else {
            files::copy_tree(&from, &staged.join(name))?;
        }
    }
    files::remove_tree(&ctx.dist())?;
    files::copy_tree(&staged, &ctx.dist())?;
    files::write(&stamp, print)?;
    report(ctx)
}

/// Makes sure that dist/ exists, so that the app compiles where nobody will look at it.
pub(crate) fn stand_in(ctx: &Context) -> Result<(), TaskError> {
    let index = ctx.dist().join("index.html");
    if index.is_file() {
        return Ok(());
    }
    files::write(&index, "<!doctype html><title>COE Desk</title>\n")
}

fn compile(ctx: &Context, profile: Profile) -> Result<PathBuf, TaskError> {
    WasmToolchain::ready(ctx)?
        .cargo(ctx, "Compiling the page")
        .args(["build", "--package", PACKAGE, "--target", WASM_TARGET])
        .args(["--profile", profile.cargo_name()])
        .run()?;
    let folder = ctx.wasm_target.join(WASM_TARGET).join(profile.folder());
    let wasm = folder.join(format!("{PACKAGE}.wasm"));
    if wasm.is_file() {
        Ok(wasm)
    } else {
        Err(TaskError::NotBuilt {
            what: "the compiled page",
            path: wasm,
        })
    }
}

fn fingerprint(ctx: &Context, wasm: &Path, optimiser: Option<&str>) -> Result<String, TaskError> {
    let src = ctx.root.join("src");
    let mut print = Fingerprint::default();
    print.add_file(wasm, wasm)?;
    print.add_file(&ctx.tools(), &ctx.tools().join(".crates.toml"))?;
    print.add(format!("{optimiser:?}"));
    for name in STATIC {
        let path = src.join(name);
        let found = if path.is_file() {
            vec![path]
        } else {
            files::files_below(&path)?
        };
        for file in found {
            print.add_file(&src, &file)?;
        }
    }
    Ok(print.finish())
}

/// What dist/ of this checkout was made from; other checkouts may share the build folder.
fn stamp(ctx: &Context) -> PathBuf {
    let mut print = Fingerprint::default();
    print.add(ctx.root.to_string_lossy().as_bytes());
    let name: String = print.finish().chars().take(16).collect();
    ctx.wasm_target.join(format!("dist-{name}.stamp"))
}

fn bind(ctx: &Context, wasm: &Path, out: &Path, profile: Profile) -> Result<(), TaskError> {
    let strip = ["--remove-name-section", "--remove-producers-section"];
    Program::new(
        ctx.tool("wasm-bindgen"),
        "Making the page's JavaScript bindings",
    )
    .args([
        "--target",
        "web",
        "--no-typescript",
        "--out-name",
        NAME,
        "--out-dir",
    ])
    .arg(out)
    .args(if profile == Profile::Small {
        strip.as_slice()
    } else {
        &[]
    })
    .arg(wasm)
    .advice("Delete tools/ in the cache folder (~/.cache/coe-desk) and try again.")
    .run()
}

/// Lets wasm-opt make the bundle smaller, where it is at hand and does no harm. The page works
/// without it.
fn optimise(wasm: &Path, version: Option<&str>) {
    let Some(version) = version else {
        return note("wasm-opt (package binaryen) is not there: the bundle stays a little larger");
    };
    match optimised(wasm) {
        Ok(Some(smaller)) => match files::write(wasm, smaller) {
            Ok(()) => note(&format!("optimised by {version}")),
            Err(error) => note(&format!("{error}; the bundle is used as it was")),
        },
        Ok(None) => note(&format!(
            "{version} spoils the page's tables: its result is not used"
        )),
        Err(error) => note(&format!("{error}\nThe bundle is used as it was.")),
    }
}

/// What wasm-opt makes of it; `None` where that would not work.
fn optimised(wasm: &Path) -> Result<Option<Vec<u8>>, TaskError> {
    let smaller = wasm.with_extension("opt");
    Program::new("wasm-opt", "Optimising the bundle")
        .arg("-Oz")
        .args(FEATURES)
        .arg(wasm)
        .arg("-o")
        .arg(&smaller)
        .output()?;
    let read = |path: &Path| std::fs::read(path).map_err(TaskError::file("read", path));
    let (before, after) = (read(wasm)?, read(&smaller)?);
    std::fs::remove_file(&smaller).map_err(TaskError::file("remove", &smaller))?;
    Ok(same_exported_tables(&before, &after).then_some(after))
}

/// What wasm-opt calls itself, such as `wasm-opt version 123`.
fn wasm_opt_version() -> Option<String> {
    if !on_path("wasm-opt") {
        return None;
    }
    let said = Program::new("wasm-opt", "Asking wasm-opt for its version")
        .arg("--version")
        .output();
    Some(said.ok()?.trim().to_owned())
}

/// Says how large the bundle is. The app is started from disk, but the size is a measure of what
/// there is to load and compile.
fn report(ctx: &Context) -> Result<(), TaskError> {
    let mut code = (0, 0);
    let mut wasm = (0, 0);
    for file in files::files_below(&ctx.dist())? {
        let sum = match file.extension().and_then(|e| e.to_str()) {
            Some("wasm") => &mut wasm,
            Some("js" | "css" | "html") => &mut code,
            _ => continue,
        };
        let contents = std::fs::read(&file).map_err(TaskError::file("read", &file))?;
        sum.0 += contents.len() as u64;
        sum.1 += files::gzip_size(&contents);
    }
    note(&format!(
        "bundle: {} ({} with gzip) of WebAssembly, {} ({}) of script and style",
        size(wasm.0),
        size(wasm.1),
        size(code.0),
        size(code.1)
    ));
    Ok(())
}
