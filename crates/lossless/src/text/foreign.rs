//! The types of other crates that texts are made into, and made of.

/// `TryFrom` and `From` of a type that is [`Parsed`](crate::Parsed).
#[cfg(any(
    feature = "jiff",
    feature = "chrono",
    feature = "time",
    feature = "uuid",
    feature = "uri",
    feature = "url"
))]
macro_rules! foreign {
    ($format:ident: $type:ty, $write:expr) => {
        impl TryFrom<&crate::Text<crate::$format>> for $type {
            type Error = <$type as crate::Parsed<crate::$format>>::Error;
            fn try_from(text: &crate::Text<crate::$format>) -> Result<Self, Self::Error> {
                text.parsed()
            }
        }
        impl TryFrom<crate::Text<crate::$format>> for $type {
            type Error = <$type as crate::Parsed<crate::$format>>::Error;
            fn try_from(text: crate::Text<crate::$format>) -> Result<Self, Self::Error> {
                text.parsed()
            }
        }
        impl From<$type> for crate::Text<crate::$format> {
            fn from(value: $type) -> Self {
                crate::Text::new($write(value))
            }
        }
    };
}

/// The time of day as written, without the offset from UTC that the format asks for.
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
fn of_day(text: &str) -> &str {
    let offset = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    &text[..offset]
}

#[cfg(feature = "jiff")]
mod for_jiff {
    use super::of_day;
    use crate::{DateFormat, DateTimeFormat, Parsed, TimeFormat};
    use jiff::civil::{Date, Time};
    use jiff::fmt::temporal::DateTimeParser;
    use jiff::tz::TimeZone;
    use jiff::{Error, Timestamp, Zoned};

    static PARSER: DateTimeParser = DateTimeParser::new();

    /// A time zone in brackets, or else the offset from UTC as one.
    fn zoned(text: &str) -> Result<Zoned, Error> {
        let pieces = PARSER.parse_pieces(text)?;
        if pieces.time_zone_annotation().is_some() {
            return text.parse();
        }
        let offset = pieces.to_numeric_offset();
        let timestamp: Timestamp = text.parse()?;
        Ok(timestamp.to_zoned(offset.map_or(TimeZone::UTC, TimeZone::fixed)))
    }

    impl Parsed<DateTimeFormat> for Timestamp {
        type Error = Error;
        fn parsed(text: &str) -> Result<Self, Error> {
            text.parse()
        }
    }

    impl Parsed<DateTimeFormat> for Zoned {
        type Error = Error;
        fn parsed(text: &str) -> Result<Self, Error> {
            zoned(text)
        }
    }

    impl Parsed<DateFormat> for Date {
        type Error = Error;
        fn parsed(text: &str) -> Result<Self, Error> {
            text.parse()
        }
    }

    impl Parsed<TimeFormat> for Time {
        type Error = Error;
        fn parsed(text: &str) -> Result<Self, Error> {
            of_day(text).parse()
        }
    }

    foreign!(DateTimeFormat: Timestamp, |at: Timestamp| at.to_string());
    foreign!(DateTimeFormat: Zoned, |at: Zoned| at.timestamp().display_with_offset(at.offset()).to_string());
    foreign!(DateFormat: Date, |day: Date| day.to_string());
    foreign!(TimeFormat: Time, |time: Time| time.to_string());
}

#[cfg(feature = "chrono")]
mod for_chrono {
    use super::of_day;
    use crate::{DateFormat, DateTimeFormat, Parsed, TimeFormat};
    use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, ParseError, SecondsFormat, Utc};

    fn written<Zone: chrono::TimeZone>(at: DateTime<Zone>) -> String {
        at.fixed_offset().to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }

    impl Parsed<DateTimeFormat> for DateTime<FixedOffset> {
        type Error = ParseError;
        fn parsed(text: &str) -> Result<Self, ParseError> {
            DateTime::parse_from_rfc3339(text)
        }
    }

    impl Parsed<DateTimeFormat> for DateTime<Utc> {
        type Error = ParseError;
        fn parsed(text: &str) -> Result<Self, ParseError> {
            text.parse()
        }
    }

    impl Parsed<DateFormat> for NaiveDate {
        type Error = ParseError;
        fn parsed(text: &str) -> Result<Self, ParseError> {
            text.parse()
        }
    }

    impl Parsed<TimeFormat> for NaiveTime {
        type Error = ParseError;
        fn parsed(text: &str) -> Result<Self, ParseError> {
            of_day(text).parse()
        }
    }

    foreign!(DateTimeFormat: DateTime<FixedOffset>, written);
    foreign!(DateTimeFormat: DateTime<Utc>, written);
    foreign!(DateFormat: NaiveDate, |day: NaiveDate| day.to_string());
    foreign!(TimeFormat: NaiveTime, |time: NaiveTime| time.to_string());
}

#[cfg(feature = "time")]
mod for_time {
    use super::of_day;
    use crate::{DateFormat, DateTimeFormat, Parsed, TimeFormat};
    use time::error::Parse;
    use time::format_description::well_known::{Iso8601, Rfc3339};
    use time::{Date, OffsetDateTime, Time};

    fn day(day: Date) -> String {
        format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
    }

    fn of_the_day(time: Time) -> String {
        let whole = format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
        match time.nanosecond() {
            0 => whole,
            fraction => format!("{whole}.{}", format!("{fraction:09}").trim_end_matches('0')),
        }
    }

    fn written(at: OffsetDateTime) -> String {
        let (hours, minutes, _) = at.offset().as_hms();
        let offset = match (hours, minutes) {
            (0, 0) => "Z".to_owned(),
            _ => {
                let sign = if hours < 0 || minutes < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", hours.unsigned_abs(), minutes.unsigned_abs())
            }
        };
        format!("{}T{}{offset}", day(at.date()), of_the_day(at.time()))
    }

    impl Parsed<DateTimeFormat> for OffsetDateTime {
        type Error = Parse;
        fn parsed(text: &str) -> Result<Self, Parse> {
            OffsetDateTime::parse(text, &Rfc3339)
        }
    }

    impl Parsed<DateFormat> for Date {
        type Error = Parse;
        fn parsed(text: &str) -> Result<Self, Parse> {
            Date::parse(text, &Iso8601::DATE)
        }
    }

    impl Parsed<TimeFormat> for Time {
        type Error = Parse;
        fn parsed(text: &str) -> Result<Self, Parse> {
            Time::parse(of_day(text), &Iso8601::TIME)
        }
    }

    foreign!(DateTimeFormat: OffsetDateTime, written);
    foreign!(DateFormat: Date, day);
    foreign!(TimeFormat: Time, of_the_day);
}

#[cfg(feature = "uuid")]
mod for_uuid {
    use crate::{Parsed, UuidFormat};
    use uuid::{Error, Uuid};

    impl Parsed<UuidFormat> for Uuid {
        type Error = Error;
        fn parsed(text: &str) -> Result<Self, Error> {
            text.parse()
        }
    }

    foreign!(UuidFormat: Uuid, |id: Uuid| id.to_string());
}

#[cfg(feature = "url")]
mod for_url {
    use crate::{Parsed, UriFormat};
    use url::{ParseError, Url};

    impl Parsed<UriFormat> for Url {
        type Error = ParseError;
        fn parsed(text: &str) -> Result<Self, ParseError> {
            text.parse()
        }
    }

    foreign!(UriFormat: Url, String::from);
}

#[cfg(feature = "uri")]
mod for_uri {
    use crate::{Parsed, UriFormat};
    use fluent_uri::{ParseError, Uri};

    impl Parsed<UriFormat> for Uri<String> {
        type Error = ParseError;
        fn parsed(text: &str) -> Result<Self, ParseError> {
            Uri::parse(text).map(|uri| uri.to_owned())
        }
    }

    foreign!(UriFormat: Uri<String>, |uri: Uri<String>| uri.into_string());
}
