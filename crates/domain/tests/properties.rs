//! What holds for every input, not only for the examples.

use chrono::{DateTime, TimeDelta, Utc};
use coe_domain::name_diff::{DiffPart, diff_names};
use coe_domain::national_id::check_digit;
use coe_domain::sla::BusinessCalendar;
use coe_domain::thai_date::{bangkok, from_bangkok};
use coe_domain::{
    LicenceNumber, NationalId, PersonName, Phone, RequestNumber, request_number, sms_text,
    thai_text,
};
use proptest::prelude::*;

/// Text in which everything that normalisation touches is common, in any senseless order.
fn troublesome() -> impl Strategy<Value = String> {
    let tricky = prop::sample::select(vec![
        'ก', 'น', 'ท', 'ย', 'า', 'ำ', 'เ', 'แ', 'ะ', 'ั', 'ิ', 'ี', 'ุ', 'ู', 'ฺ', '็', '่', '้', '๊', '๋',
        '์', 'ํ', '๎', '๐', '๙', ' ', '\t', '\u{A0}', '\u{200B}', '\u{200D}', '\u{2060}', '\u{FEFF}',
        'e', 'E', '\u{301}', '\u{323}', '.', '-',
    ]);
    prop::collection::vec(prop_oneof![9 => tricky, 1 => any::<char>()], 0..24)
        .prop_map(|chars| chars.into_iter().collect())
}

/// Names as people state them, with and without titles.
fn name() -> impl Strategy<Value = String> {
    let title = prop::sample::select(vec![
        "",
        "นาย",
        "นางสาว ",
        "น.ส.",
        "ผศ.ดร.",
        "Mr. ",
        "ว่าที่ ร.ต.",
    ]);
    let words = "[ก-ฮ][ก-ฮะ-ู่-์]{0,6} [ก-ฮA-Za-z][ก-ฮะ-ู่-์a-z]{0,8}";
    (title, words).prop_map(|(title, words)| format!("{title}{words}"))
}

/// Moments of four centuries, to the second.
fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    (-6_000_000_000_i64..6_000_000_000)
        .prop_map(|seconds| DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds))
}

/// Calendars that open at least an hour on at least one day.
fn calendar() -> impl Strategy<Value = BusinessCalendar> {
    let hours = (0_u32..1380, 60_u32..1440);
    let workdays = any::<[bool; 7]>().prop_filter("one workday", |days| days.contains(&true));
    let holidays = prop::collection::btree_set(moment(), 0..40);
    (hours, workdays, holidays).prop_map(|((opens, length), workdays, holidays)| {
        let time = |minute: u32| {
            chrono::NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).expect("within a day")
        };
        BusinessCalendar {
            opens: time(opens),
            closes: time((opens + length).min(1439)),
            workdays,
            holidays: holidays
                .into_iter()
                .map(|holiday| bangkok(holiday).date())
                .collect(),
        }
    })
}

fn text_of(parts: &[DiffPart]) -> String {
    parts.iter().map(|part| part.text.as_str()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn normalising_twice_changes_nothing(text in troublesome()) {
        let once = thai_text::normalise(&text);
        prop_assert_eq!(thai_text::normalise(&once), once.clone());
        prop_assert!(!once.contains("  ") && once.trim() == once, "spaces: {:?}", once);
        let key = thai_text::search_key(&text);
        prop_assert_eq!(thai_text::search_key(&key), key);
    }

    #[test]
    fn every_form_of_a_phone_reads_back(digits in "0[689][0-9]{8}") {
        let phone = Phone::parse(&digits).expect("a mobile number");
        for form in [phone.formatted(), phone.e164(), phone.e164().replace('+', "")] {
            prop_assert_eq!(Phone::parse(&form), Ok(phone.clone()));
        }
        prop_assert!(!phone.masked().contains(&digits[..6]), "the mask hides the beginning");
        let logged = format!("{phone:?}");
        prop_assert!(!logged.contains(&digits[..6]), "a log line hides it too");
    }

    #[test]
    fn whatever_is_typed_gives_a_valid_phone_or_an_error(text in "\\PC{0,16}|[+0-9๐-๙ ().-]{0,16}") {
        if let Ok(phone) = Phone::parse(&text) {
            let digits = phone.as_str();
            prop_assert_eq!(digits.len(), 10);
            prop_assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
            prop_assert!(["06", "08", "09"].contains(&&digits[..2]));
        }
    }

    #[test]
    fn a_mistyped_national_id_is_found(
        first12 in prop::array::uniform12(0_u8..10),
        at in 0_usize..12,
        shift in 1_u8..10,
    ) {
        let write = |digits: &[u8; 12], check: u8| {
            let text: String = digits.iter().chain([&check]).map(u8::to_string).collect();
            NationalId::parse(&text).expect("13 digits")
        };
        let check = check_digit(&first12);
        let right = write(&first12, check);
        prop_assert!(right.check_digit_holds());
        prop_assert_eq!(NationalId::parse(&right.formatted()), Ok(right.clone()));
        prop_assert_eq!(right.third_group(), &right.as_str()[5..10]);

        let mut mistyped = first12;
        mistyped[at] = (mistyped[at] + shift) % 10;
        let holds = write(&mistyped, check).check_digit_holds();
        // The third digit weighs 11 and so nothing at all; sums that leave 0 and 10 share a check
        // digit of 1. Every other mistyped digit is found.
        if at == 2 {
            prop_assert!(holds);
        } else if check != 1 {
            prop_assert!(!holds);
        }
    }

    #[test]
    fn a_licence_number_reads_back(letters in "[ก-ฮ]{2,4}", digits in "[0-9]{1,7}") {
        let number = LicenceNumber::parse(&format!("{letters} {digits}")).expect("a licence number");
        prop_assert_eq!(number.to_string(), format!("{letters}.{digits}"));
        prop_assert_eq!(LicenceNumber::parse(number.as_str()), Ok(number));
    }

    #[test]
    fn a_request_number_reads_back(year in 2500_i32..2600, month in 1_u32..13, running in 1_u32..) {
        let number = RequestNumber::new(year, month, running).expect("in range");
        prop_assert_eq!(RequestNumber::parse(&number.to_string()), Ok(number));
        prop_assert_eq!((number.year_be(), number.month(), number.running()), (year, month, running));
    }

    #[test]
    fn a_month_begins_and_ends_in_bangkok(moment in moment()) {
        let (year_be, month) = request_number::period(moment);
        let shown = bangkok(moment).format("%Y-%m").to_string();
        prop_assert_eq!(shown, format!("{}-{month:02}", year_be - 543));
        prop_assert_eq!(from_bangkok(bangkok(moment)), moment);
    }

    #[test]
    fn the_parts_of_a_difference_are_the_names(one in name(), other in name()) {
        let diff = diff_names(&one, &other);
        prop_assert_eq!(text_of(&diff.stated), thai_text::normalise(&one));
        prop_assert_eq!(text_of(&diff.recorded), thai_text::normalise(&other));
        prop_assert_eq!(diff.same, diff_names(&other, &one).same, "either way round");
    }

    #[test]
    fn the_parts_of_a_difference_are_the_texts(one in troublesome(), other in troublesome()) {
        let diff = diff_names(&one, &other);
        prop_assert_eq!(text_of(&diff.stated), thai_text::normalise(&one));
        prop_assert_eq!(text_of(&diff.recorded), thai_text::normalise(&other));
    }

    #[test]
    fn a_name_is_itself(stated in name()) {
        let diff = diff_names(&stated, &stated);
        prop_assert!(diff.same);
        prop_assert!(diff.stated.iter().chain(&diff.recorded).all(|part| !part.differs));
        let parsed = PersonName::parse_stated(&stated);
        prop_assert!(parsed.matches_stated(&stated));
        prop_assert!(parsed.matches_stated(&parsed.full()), "{:?}", parsed.full());
    }

    #[test]
    fn business_minutes_add_up(calendar in calendar(), mut moments in [moment(), moment(), moment()]) {
        moments.sort_unstable();
        let [first, middle, last] = moments;
        let whole = calendar.minutes_between(first, last);
        let halves = calendar.minutes_between(first, middle) + calendar.minutes_between(middle, last);
        prop_assert_eq!(whole, halves);
        prop_assert!(whole >= 0 && whole <= (last - first).num_minutes() + 1);
        prop_assert_eq!(calendar.minutes_between(last, first), -whole);
    }

    #[test]
    fn a_deadline_is_as_far_away_as_asked(
        calendar in calendar(),
        from in moment(),
        minutes in 1_i64..1_000_000,
    ) {
        let deadline = calendar.add_minutes(from, minutes);
        prop_assert!(deadline > from);
        prop_assert_eq!(calendar.minutes_between(from, deadline), minutes);
        let before = deadline - TimeDelta::minutes(1);
        prop_assert_eq!(calendar.minutes_between(from, before), minutes - 1, "the earliest such moment");
    }

    #[test]
    fn days_counted_one_by_one_give_the_same(
        calendar in calendar(),
        from in moment(),
        days in 0_i64..120,
    ) {
        let to = from + TimeDelta::days(days);
        let open = bangkok(from).date().iter_days().take(usize::try_from(days).expect("small"));
        let open = open.filter(|day| calendar.is_open_on(*day)).count();
        let per_day = (calendar.closes - calendar.opens).num_minutes();
        let counted = i64::try_from(open).expect("small") * per_day;
        let difference = calendar.minutes_between(from, to) - counted;
        prop_assert!(difference.abs() <= per_day, "only the two ends can differ by part of a day");
    }

    #[test]
    fn segments_never_hold_more_than_they_can(text in "[ -~]{0,400}|[ก-ฮa-z{}]{0,200}") {
        let size = sms_text::measure(&text);
        let (single, part) = if size.unicode { (70, 67) } else { (160, 153) };
        let room = if size.segments == 1 { single } else { size.segments * part };
        prop_assert!(size.units <= room);
        prop_assert_eq!(size.segments == 0, text.is_empty());
        if size.segments > 1 {
            prop_assert!(size.units > single && size.units > (size.segments - 1) * part);
        }
    }

    #[test]
    fn filling_nothing_changes_nothing(template in "[a-z{} ก]{0,40}") {
        prop_assert_eq!(sms_text::fill(&template, &[]), template.clone());
        let names = sms_text::placeholders(&template);
        let values: Vec<_> = names.iter().map(|name| (name.as_str(), "x")).collect();
        let filled = sms_text::fill(&template, &values);
        for name in &names {
            let written = format!("{{{name}}}");
            prop_assert!(template.contains(&written));
            prop_assert!(filled.matches(&written).count() <= template.matches(&written).count());
        }
    }
}
