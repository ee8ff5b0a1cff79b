//! Money and numbers as people type them.

/// Satang as baht: `0.25`.
pub fn baht(satang: u32) -> String {
    format!("{}.{:02}", satang / 100, satang % 100)
}

/// Baht as typed, in satang; `None` where it is no amount. Thai digits count.
pub fn satang(typed: &str) -> Option<u32> {
    let typed = western(typed);
    let (whole, part) = typed.split_once('.').unwrap_or((&typed, ""));
    let part: u32 = match part.len() {
        0 => 0,
        1 => part.parse::<u32>().ok()? * 10,
        2 => part.parse().ok()?,
        _ => return None,
    };
    let whole: u32 = whole.parse().ok()?;
    whole.checked_mul(100)?.checked_add(part)
}

/// A whole number as typed. Thai digits count.
pub fn whole(typed: &str) -> Option<u32> {
    western(typed).parse().ok()
}

/// Without spaces around it, and with Western digits. A sign is no digit.
fn western(typed: &str) -> String {
    typed
        .trim()
        .chars()
        .map(|letter| match letter {
            '๐'..='๙' => {
                char::from_digit(u32::from(letter) - u32::from('๐'), 10).unwrap_or(letter)
            }
            '+' => '?',
            letter => letter,
        })
        .collect()
}
