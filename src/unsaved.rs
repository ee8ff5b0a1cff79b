//! Settings that were changed and not saved yet, and where somebody was among them. They outlive the pages, so that looking something up in
//! between loses nothing, and end once they were saved or the person signed out.

use coe_domain::{Language, MessageTemplate};
use coe_wire::gateway::GatewayForm;
use coe_wire::texts::TemplateKey;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The sections of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Section {
    /// The texts of messages.
    Texts,
    /// The gateway.
    Gateway,
}

/// The numbers beside the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Number {
    /// Minutes before a call.
    Reminder,
    /// The cost of a part, in baht.
    Cost,
}

/// What was typed and is not saved yet; part of the desk.
#[derive(Debug, Clone, Copy)]
pub struct Unsaved {
    /// The open section.
    pub section: RwSignal<Section>,
    /// The open text.
    pub open_text: RwSignal<TemplateKey>,
    texts: RwSignal<BTreeMap<TemplateKey, String>>,
    numbers: RwSignal<BTreeMap<Number, String>>,
    /// The gateway as typed, with its secrets; `None` until something was typed.
    pub gateway: RwSignal<Option<GatewayForm>>,
    /// The number that a test message goes to.
    pub test_number: RwSignal<String>,
}

/// The text that is open at first.
const FIRST: TemplateKey = TemplateKey {
    template: MessageTemplate::Filed,
    language: Language::Th,
};

impl Unsaved {
    /// Nothing typed yet.
    pub fn new() -> Self {
        Self {
            section: RwSignal::new(Section::Texts),
            open_text: RwSignal::new(FIRST),
            texts: RwSignal::new(BTreeMap::new()),
            numbers: RwSignal::new(BTreeMap::new()),
            gateway: RwSignal::new(None),
            test_number: RwSignal::new(String::new()),
        }
    }

    /// The text as typed, where something was typed. Tracks.
    pub fn text(self, key: TemplateKey) -> Option<String> {
        self.texts.with(|texts| texts.get(&key).cloned())
    }

    /// Takes what was typed; the same as what is saved is nothing to keep.
    pub fn type_text(self, key: TemplateKey, text: String, saved: &str) {
        self.texts.update(|texts| {
            if text == saved {
                texts.remove(&key);
            } else {
                texts.insert(key, text);
            }
        });
    }

    /// Forgets a text that was saved or taken back.
    pub fn drop_text(self, key: TemplateKey) {
        self.texts.try_update(|texts| texts.remove(&key));
    }

    /// The number as typed, where something was typed. Tracks.
    pub fn number(self, number: Number) -> Option<String> {
        self.numbers.with(|numbers| numbers.get(&number).cloned())
    }

    /// Takes a number as typed.
    pub fn type_number(self, number: Number, text: String) {
        self.numbers.update(|numbers| {
            numbers.insert(number, text);
        });
    }

    /// Forgets a number that was saved or taken back.
    pub fn drop_number(self, number: Number) {
        self.numbers.try_update(|numbers| numbers.remove(&number));
    }

    /// Forgets everything: it belonged to somebody who signed out.
    pub fn forget(self) {
        self.section.set(Section::Texts);
        self.open_text.set(FIRST);
        self.texts.set(BTreeMap::new());
        self.numbers.set(BTreeMap::new());
        self.gateway.set(None);
        self.test_number.set(String::new());
    }
}
