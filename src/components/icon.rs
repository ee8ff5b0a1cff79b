//! Icons from one kept set, Lucide (ISC, see `src/icons/LICENSE_LUCIDE`), inlined.

use leptos::prelude::*;

macro_rules! icons {
    ($($name:ident = $file:literal),* $(,)?) => {
        /// The icons that the page uses.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum IconName { $($name),* }

        impl IconName {
            const fn svg(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("../icons/", $file, ".svg"))),* }
            }
        }
    };
}

icons! {
    ArrowRight = "arrow-right",
    ArrowUp = "arrow-up",
    CalendarClock = "calendar-clock",
    Check = "check",
    ChevronDown = "chevron-down",
    ChevronLeft = "chevron-left",
    ChevronRight = "chevron-right",
    ChevronUp = "chevron-up",
    CircleAlert = "circle-alert",
    CircleCheck = "circle-check",
    CircleDashed = "circle-dashed",
    CircleHelp = "circle-help",
    CircleX = "circle-x",
    Clock = "clock",
    ClockAlert = "clock-alert",
    Columns = "columns-2",
    Database = "database",
    ExternalLink = "external-link",
    Eye = "eye",
    EyeOff = "eye-off",
    Flag = "flag",
    Hand = "hand",
    ImageOff = "image-off",
    Inbox = "inbox",
    Info = "info",
    Languages = "languages",
    Link = "link",
    Loader = "loader-circle",
    Lock = "lock",
    LockOpen = "lock-open",
    LogOut = "log-out",
    Maximize = "maximize",
    MessageText = "message-square-text",
    Minus = "minus",
    Moon = "moon",
    Note = "notebook-pen",
    Pause = "pause",
    Phone = "phone",
    Plus = "plus",
    Refresh = "refresh-cw",
    RotateCcw = "rotate-ccw",
    RotateCw = "rotate-cw",
    Search = "search",
    Send = "send",
    Server = "server",
    Settings = "settings",
    ShieldAlert = "shield-alert",
    Sun = "sun",
    SunMedium = "sun-medium",
    TriangleAlert = "triangle-alert",
    Undo = "undo-2",
    User = "user",
    UserCheck = "user-check",
    Users = "users",
    Video = "video",
    WifiOff = "wifi-off",
    X = "x",
    ZoomIn = "zoom-in",
    ZoomOut = "zoom-out",
}

/// An icon as high as the text around it. Decorative: the words beside it carry the meaning.
#[component]
pub fn Icon(
    /// Which one.
    #[prop(into)]
    name: Signal<IconName>,
) -> impl IntoView {
    view! { <span class="icon" aria-hidden="true" inner_html=move || name.get().svg()></span> }
}

/// An icon that never changes: for lists, where every part counts.
pub fn still_icon(name: IconName) -> impl IntoView + use<> {
    view! { <span class="icon" aria-hidden="true" inner_html=name.svg()></span> }
}
