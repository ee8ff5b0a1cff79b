//! Waiting for what should be seen.

use crate::app::css;
use crate::{App, E2eError};
use std::time::{Duration, Instant};
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::{By, WebElement};

/// How long to wait for anything that should appear.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often to look.
const INTERVAL: Duration = Duration::from_millis(40);

impl App {
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
            let element = self.session().find(By::Css(selector)).await?;
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
        self.wait_gone_css(&css(test_id)).await
    }

    /// Waits until no visible element matches a CSS selector.
    ///
    /// # Errors
    /// When one stays.
    pub async fn wait_gone_css(&self, selector: &str) -> Result<(), E2eError> {
        self.until(&format!("`{selector}` to be gone"), async || {
            for element in self.session().find_all(By::Css(selector)).await? {
                if element.is_displayed().await? {
                    return Ok(Seen::Not(None));
                }
            }
            Ok(Seen::Done(()))
        })
        .await
    }

    /// Waits until exactly so many elements match a CSS selector.
    ///
    /// # Errors
    /// When there are more or fewer; the message has the number.
    pub async fn wait_count_css(&self, selector: &str, count: usize) -> Result<(), E2eError> {
        let what = format!("{count} elements to match `{selector}`");
        self.until(&what, async || {
            let there = self.count_css(selector).await?;
            Ok(if there == count {
                Seen::Done(())
            } else {
                Seen::Not(Some(there.to_string()))
            })
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
                .session()
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
                    .session()
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
            let loaded = self
                .session()
                .execute(script, vec![selector.clone()])
                .await?;
            Ok(if loaded.json().as_bool() == Some(true) {
                Seen::Done(())
            } else {
                Seen::Not(None)
            })
        })
        .await
    }

    /// Looks again and again until `look` is satisfied.
    pub(crate) async fn until<T>(
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
pub(crate) enum Seen<T> {
    Done(T),
    /// Not yet; perhaps with what was there instead.
    Not(Option<String>),
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
