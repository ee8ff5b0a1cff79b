//! The parts that pages are made of. None knows a page.

pub mod banner;
pub mod busy;
pub mod button;
pub mod dialog;
pub mod icon;
pub mod kbd;
pub mod keys_help;
pub mod pill;
pub mod skeleton;
pub mod sla;
pub mod toasts;
pub mod virtual_list;

pub use banner::{Banner, ErrorBox};
pub use busy::{Busy, use_busy};
pub use button::{Button, ButtonKind};
pub use dialog::{Dialog, Sheet};
pub use icon::{Icon, IconName};
pub use kbd::Kbd;
pub use keys_help::KeysHelp;
pub use pill::Pill;
pub use skeleton::Skeleton;
pub use sla::sla_parts;
pub use toasts::Toasts;
pub use virtual_list::VirtualList;
