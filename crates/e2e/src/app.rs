//! One window of the app and what can be done to it.

use crate::driver::Driver;
use crate::{Desktop, E2eError, Programs};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::{By, Capabilities, WebDriver, WebElement};

/// Answers when what the page shows has been painted: a picture taken before shows the past.
const PAINTED: &str = "const done = arguments[arguments.length - 1];
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 250)));";

/// How long to wait for anything that should appear.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often to look.
const INTERVAL: Duration = Duration::from_millis(40);

/// A window of the app, driven through WebDriver. Elements are named by their `data-testid`.
///
/// Every method waits for what it needs: a click waits until the element is there, visible and
/// enabled, and tries again when the page was redrawn under it.
#[derive(Debug)]
pub struct App {
    session: WebDriver,
    shots: PathBuf,
    taken: u32,
    // After the session: it is the session's other end.
    _driver: Driver,
}

impl App {
    /// Opens the window on `data_dir`. Screenshots go to `shots`.
    ///
    /// # Errors
    /// When the driver or the app does not start.
    pub async fn open(
        programs: &Programs,
        desktop: &Desktop,
        data_dir: &Path,
        shots: &Path,
    ) -> Result<Self, E2eError> {
        let args = ["--data-dir".to_owned(), data_dir.display().to_string()];
        Self::open_program(programs, desktop, &programs.app, &args, shots).await
    }

    /// Opens any program with a WebKit window that can be driven.
    pub(crate) async fn open_program(
        programs: &Programs,
        desktop: &Desktop,
        program: &Path,
        args: &[String],
        shots: &Path,
    ) -> Result<Self, E2eError> {
        std::fs::create_dir_all(shots).map_err(E2eError::file("create", shots))?;
        let driver = Driver::start(programs, desktop).await?;
        let mut wanted = Capabilities::new();
        wanted.set(
            "tauri:options",
            serde_json::json!({ "application": program, "args": args }),
        )?;
        let session = WebDriver::builder(driver.url(), wanted)
            .request_timeout(Duration::from_secs(60))
            .await?;
        Ok(Self {
            session,
            shots: shots.to_owned(),
            taken: 0,
            _driver: driver,
        })
    }

    /// Closes the window.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn close(self) -> Result<(), E2eError> {
        Ok(self.session.quit().await?)
    }

    /// The WebDriver session itself, for what has no method here.
    #[must_use]
    pub fn session(&self) -> &WebDriver {
        &self.session
    }

    /// Waits for the visible element of this test id.
    ///
    /// # Errors
    /// When it does not appear in time.
    pub async fn wait_for(&self, test_id: &str) -> Result<WebElement, E2eError> {
        self.wait_for_css(&css(test_id)).await
    }

    /// Waits for a visible element that matches a CSS selector.
    ///
    /// # Errors
    /// When it does not appear in time.
    pub async fn wait_for_css(&self, selector: &str) -> Result<WebElement, E2eError> {
        let what = format!("`{selector}` to be visible");
        self.until(&what, async || {
            let element = self.session.find(By::Css(selector)).await?;
            Ok(if element.is_displayed().await? {
                Seen::Done(element)
            } else {
                Seen::Not(None)
            })
        })
        .await
    }

    /// Waits until no visible element has this test id.
    ///
    /// # Errors
    /// When it stays.
    pub async fn wait_gone(&self, test_id: &str) -> Result<(), E2eError> {
        let selector = css(test_id);
        self.until(&format!("`{test_id}` to be gone"), async || {
            for element in self.session.find_all(By::Css(selector.as_str())).await? {
                if element.is_displayed().await? {
                    return Ok(Seen::Not(None));
                }
            }
            Ok(Seen::Done(()))
        })
        .await
    }

    /// Waits until the element's text contains `text`.
    ///
    /// # Errors
    /// When it does not in time; the message has the text that was there.
    pub async fn wait_text(&self, test_id: &str, text: &str) -> Result<(), E2eError> {
        let selector = css(test_id);
        self.until(&format!("`{test_id}` to say \"{text}\""), async || {
            let there = self
                .session
                .find(By::Css(selector.as_str()))
                .await?
                // WebDriver's own idea of visible text leaves out what stands in nested flex boxes.
                .prop("textContent")
                .await?
                .unwrap_or_default();
            Ok(if there.contains(text) {
                Seen::Done(())
            } else {
                Seen::Not(Some(there))
            })
        })
        .await
    }

    /// Waits until an attribute has this value.
    ///
    /// # Errors
    /// When it has not in time; the message has the value that was there.
    pub async fn wait_attr(&self, test_id: &str, name: &str, value: &str) -> Result<(), E2eError> {
        let selector = css(test_id);
        self.until(
            &format!("`{test_id}` to have {name}=\"{value}\""),
            async || {
                let there = self
                    .session
                    .find(By::Css(selector.as_str()))
                    .await?
                    .attr(name)
                    .await?;
                Ok(if there.as_deref() == Some(value) {
                    Seen::Done(())
                } else {
                    Seen::Not(there)
                })
            },
        )
        .await
    }

    /// Waits until a photo has been decoded and is on the screen.
    ///
    /// # Errors
    /// When it is not in time.
    pub async fn wait_image(&self, test_id: &str) -> Result<(), E2eError> {
        let script = "const i = document.querySelector(arguments[0]); \
                      return !!i && i.complete && i.naturalWidth > 0;";
        let selector = serde_json::Value::from(css(test_id));
        self.until(&format!("the photo `{test_id}` to be loaded"), async || {
            let loaded = self.session.execute(script, vec![selector.clone()]).await?;
            Ok(if loaded.json().as_bool() == Some(true) {
                Seen::Done(())
            } else {
                Seen::Not(None)
            })
        })
        .await
    }

    /// The element's text.
    ///
    /// # Errors
    /// When it does not appear in time.
    pub async fn text(&self, test_id: &str) -> Result<String, E2eError> {
        Ok(self.wait_for(test_id).await?.text().await?)
    }

    /// An attribute of an element; `None` where it is not set.
    ///
    /// # Errors
    /// When the element does not appear in time.
    pub async fn attr(&self, test_id: &str, name: &str) -> Result<Option<String>, E2eError> {
        Ok(self.wait_for(test_id).await?.attr(name).await?)
    }

    /// How many elements have this test id now, visible or not.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn count(&self, test_id: &str) -> Result<usize, E2eError> {
        self.count_css(&css(test_id)).await
    }

    /// How many elements match a CSS selector now, visible or not.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn count_css(&self, selector: &str) -> Result<usize, E2eError> {
        Ok(self.session.find_all(By::Css(selector)).await?.len())
    }

    /// The test ids that match a CSS selector now, in the order of the page.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn test_ids(&self, selector: &str) -> Result<Vec<String>, E2eError> {
        let mut found = Vec::new();
        for element in self.session.find_all(By::Css(selector)).await? {
            found.extend(element.attr("data-testid").await?);
        }
        Ok(found)
    }

    /// Clicks the element of this test id.
    ///
    /// # Errors
    /// When it cannot be clicked in time.
    pub async fn click(&self, test_id: &str) -> Result<(), E2eError> {
        self.click_css(&css(test_id)).await
    }

    /// Clicks the first element that matches a CSS selector.
    ///
    /// # Errors
    /// When it cannot be clicked in time.
    pub async fn click_css(&self, selector: &str) -> Result<(), E2eError> {
        self.until(&format!("`{selector}` to be clickable"), async || {
            let element = self.session.find(By::Css(selector)).await?;
            if !element.is_displayed().await? {
                return Ok(Seen::Not(Some("it is hidden".into())));
            }
            if !element.is_enabled().await? {
                return Ok(Seen::Not(Some("it is disabled".into())));
            }
            element.click().await?;
            Ok(Seen::Done(()))
        })
        .await
    }

    /// Clicks a box unless it is ticked already.
    ///
    /// # Errors
    /// When it cannot be clicked in time.
    pub async fn tick(&self, test_id: &str) -> Result<(), E2eError> {
        let ticked = "const e = document.querySelector(arguments[0]); \
             const b = e.matches('input') ? e : (e.querySelector('input') ?? e); \
             return b.checked === true || b.getAttribute('aria-checked') === 'true' \
                 || b.getAttribute('aria-pressed') === 'true';";
        self.wait_for(test_id).await?;
        let answer = self
            .session
            .execute(ticked, vec![css(test_id).into()])
            .await?;
        if answer.json().as_bool() == Some(true) {
            Ok(())
        } else {
            self.click(test_id).await
        }
    }

    /// Empties a field and types into it.
    ///
    /// # Errors
    /// When the field does not appear in time or cannot be typed into.
    pub async fn type_text(&self, test_id: &str, text: &str) -> Result<(), E2eError> {
        let selector = css(test_id);
        self.until(&format!("`{test_id}` to take text"), async || {
            let field = self.session.find(By::Css(selector.as_str())).await?;
            if !field.is_displayed().await? {
                return Ok(Seen::Not(None));
            }
            field.clear().await?;
            field.send_keys(text).await?;
            Ok(Seen::Done(()))
        })
        .await
    }

    /// Makes the window this large, in pixels of the page's surroundings.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn set_window_size(&self, width: u32, height: u32) -> Result<(), E2eError> {
        Ok(self.session.set_window_rect(0, 0, width, height).await?)
    }

    /// Takes a picture of the page: `03-name.png` in the folder of this window.
    ///
    /// # Errors
    /// When the picture cannot be taken or written.
    pub async fn screenshot(&mut self, name: &str) -> Result<PathBuf, E2eError> {
        self.taken += 1;
        let path = self.shots.join(format!("{:02}-{name}.png", self.taken));
        self.session.execute_async(PAINTED, Vec::new()).await?;
        let picture = self.session.screenshot_as_png().await?;
        std::fs::write(&path, picture).map_err(E2eError::file("write", &path))?;
        Ok(path)
    }

    /// Looks again and again until `look` is satisfied.
    async fn until<T>(
        &self,
        what: &str,
        mut look: impl AsyncFnMut() -> Result<Seen<T>, E2eError>,
    ) -> Result<T, E2eError> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let last = match look().await {
                Ok(Seen::Done(value)) => return Ok(value),
                Ok(Seen::Not(last)) => last,
                Err(E2eError::Driver(error)) if passes_by_itself(&error) => None,
                Err(error) => return Err(error),
            };
            if Instant::now() > deadline {
                let seconds = PATIENCE.as_secs();
                return Err(E2eError::NotSeen {
                    what: what.to_owned(),
                    seconds,
                    last,
                });
            }
            tokio::time::sleep(INTERVAL).await;
        }
    }
}

/// What a look found.
enum Seen<T> {
    Done(T),
    /// Not yet; perhaps with what was there instead.
    Not(Option<String>),
}

fn css(test_id: &str) -> String {
    format!("[data-testid='{test_id}']")
}

/// Whether a refusal only means that the page is being redrawn.
fn passes_by_itself(error: &thirtyfour::error::WebDriverError) -> bool {
    matches!(
        &**error,
        WebDriverErrorInner::NoSuchElement(_)
            | WebDriverErrorInner::StaleElementReference(_)
            | WebDriverErrorInner::ElementNotInteractable(_)
            | WebDriverErrorInner::ElementClickIntercepted(_)
            | WebDriverErrorInner::NotFound(..)
            | WebDriverErrorInner::JavascriptError(_)
    )
}
