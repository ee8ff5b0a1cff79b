//! The page for people.

use crate::exchange::Exchange;
use crate::fault::{Fault, Odds};
use crate::recent::Shown;
use axum::extract::State;
use axum::response::Html;
use std::fmt::{self, Display, Write as _};
use std::sync::Arc;

const HEAD: &str = "<!doctype html><html lang=\"th\"><head><meta charset=\"utf-8\">\
<meta http-equiv=\"refresh\" content=\"2\"><title>SMS simulator</title><style>\
body{font:15px/1.5 system-ui,'Noto Sans Thai','Sarabun',sans-serif;margin:1.5rem;color:#222}\
table{border-collapse:collapse;margin:.5rem 0 1.5rem}td,th{border-bottom:1px solid #ddd;\
padding:.25rem .75rem;text-align:left;vertical-align:top}td.text{white-space:pre-wrap;\
overflow-wrap:anywhere;max-width:40rem}</style></head><body><h1>SMS simulator</h1>\
<p>No message here reaches a phone.</p>";

const ENDINGS: &str = "<p>By the last four digits of the number: 0000 bad number · 9999 taken, \
then reported as failed · 8888 taken, never answered · 7777 status 500, not taken · 6666 taken, \
answer unreadable · 5555 taken, answered after five seconds.</p>";

/// Text in which nothing is markup.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            c => f.write_char(c),
        })
    }
}

pub(crate) async fn show(State(exchange): State<Arc<Exchange>>) -> Html<String> {
    let mut page = String::from(HEAD);
    // Writing to a string cannot fail.
    let _written = write(&exchange, &mut page);
    Html(page)
}

fn write(exchange: &Exchange, page: &mut String) -> fmt::Result {
    let total = exchange.book.total();
    let (held, after) = (exchange.before.waiting(), exchange.after.waiting());
    write!(
        page,
        "<p>{total} taken · {held} held before · {after} held after</p>"
    )?;
    page.write_str("<h2>Messages</h2><table><tr><th>#<th>Gateway<th>Number<th>Text<th>Report")?;
    for shown in exchange.recent.all().iter().rev() {
        message(shown, page)?;
    }
    page.write_str("</table><h2>Faults</h2>")?;
    faults(&exchange.faults.all(), page)?;
    if exchange.options.telling_numbers {
        page.write_str(ENDINGS)?;
    }
    page.write_str("</body></html>")
}

fn message(shown: &Shown, page: &mut String) -> fmt::Result {
    let Shown {
        serial,
        gateway,
        number,
        text,
        report,
    } = shown;
    let report: &str = report.into();
    let (gateway, text) = (gateway.code(), Escaped(text));
    write!(
        page,
        "<tr><td>{serial}<td>{gateway}<td>{number}<td class=\"text\">{text}<td>{report}"
    )
}

fn faults(faults: &[Fault], page: &mut String) -> fmt::Result {
    if faults.is_empty() {
        return page.write_str("<p>None.</p>");
    }
    page.write_str("<table><tr><th>Fault<th>How often")?;
    for fault in faults {
        let kind = fault.kind.code();
        match fault.odds {
            Odds::Probability(odds) => write!(page, "<tr><td>{kind}<td>probability {odds}")?,
            Odds::Next(left) => write!(page, "<tr><td>{kind}<td>the next {left}")?,
        }
    }
    page.write_str("</table>")
}

#[cfg(test)]
mod tests {
    use super::Escaped;

    #[test]
    fn thai_stays_and_markup_does_not() {
        let text = "รหัส <b>\"1\"</b> & จบ";
        let shown = Escaped(text).to_string();
        assert_eq!(shown, "รหัส &lt;b&gt;&quot;1&quot;&lt;/b&gt; &amp; จบ");
    }
}
