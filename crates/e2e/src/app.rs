//! One window of the app and what can be done to it.

use crate::driver::Driver;
use crate::wait::Seen;
use crate::{Desktop, E2eError, Programs};
use std::path::{Path, PathBuf};
use std::time::Duration;
use thirtyfour::{By, Capabilities, WebDriver};

/// Answers when what the page shows has been painted: a picture taken before shows the past.
const PAINTED: &str = "const done = arguments[arguments.length - 1];
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 250)));";

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
    /// Opens the window. `args` are the app's own; screenshots go to `shots`.
    ///
    /// # Errors
    /// When the driver or the app does not start.
    pub async fn open(
        programs: &Programs,
        desktop: &Desktop,
        args: &[String],
        shots: &Path,
    ) -> Result<Self, E2eError> {
        std::fs::create_dir_all(shots).map_err(E2eError::file("create", shots))?;
        let driver = Driver::start(programs, desktop).await?;
        let mut wanted = Capabilities::new();
        wanted.set(
            "tauri:options",
            serde_json::json!({ "application": programs.app, "args": args }),
        )?;
        // Built together with the app, the client can speak TLS, and wants to know whose before it is used.
        // Who comes second finds it set.
        let _ = rustls::crypto::ring::default_provider().install_default();
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
}

pub(crate) fn css(test_id: &str) -> String {
    format!("[data-testid='{test_id}']")
}
