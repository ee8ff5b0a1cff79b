//! The keyboard of a window.

use crate::{App, E2eError};
use thirtyfour::Key;

impl App {
    /// Types on the keyboard, wherever the focus is.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn press(&self, keys: &str) -> Result<(), E2eError> {
        Ok(self
            .session()
            .action_chain()
            .send_keys(keys)
            .perform()
            .await?)
    }

    /// Presses one key that is no letter, such as [`Key::Enter`].
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn press_key(&self, key: Key) -> Result<(), E2eError> {
        let key = key.value();
        Ok(self
            .session()
            .action_chain()
            .key_down(key)
            .key_up(key)
            .perform()
            .await?)
    }

    /// Presses a key while another is held, such as Ctrl with Enter.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn press_with(&self, held: Key, key: impl Into<char>) -> Result<(), E2eError> {
        let (held, key) = (held.value(), key.into());
        let keys = self
            .session()
            .action_chain()
            .key_down(held)
            .key_down(key)
            .key_up(key);
        Ok(keys.key_up(held).perform().await?)
    }

    /// The test id of the element that has the focus, or of the nearest one around it.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn focused(&self) -> Result<Option<String>, E2eError> {
        let script = "return document.activeElement?.closest('[data-testid]')?.dataset.testid \
                      ?? null;";
        let answer = self.session().execute(script, vec![]).await?;
        Ok(answer.json().as_str().map(str::to_owned))
    }
}
