//! What a request has to be, by the reference and by what was given.

/// The parts of a path, and the headers that carry what the user gave.
#[derive(Default)]
pub struct Expected {
    segments: Vec<Segment>,
    texts: Vec<(String, String)>,
}

enum Segment {
    Literal(&'static str),
    Given(String),
}

impl Expected {
    /// A path in the reference's words, `{}` where the id is.
    pub fn path(template: &'static str, id: &str) -> Self {
        let segments = template.split('/').skip(1).map(|segment| match segment {
            "{}" => Segment::Given(id.into()),
            _ => Segment::Literal(segment),
        });
        Self {
            segments: segments.collect(),
            texts: Vec::new(),
        }
    }

    /// A header that carries this text, if there is one.
    pub fn text(mut self, name: &str, text: Option<&str>) -> Self {
        self.texts
            .extend(text.map(|text| (name.into(), text.into())));
        self
    }

    pub fn check_path(&self, path: &str) {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%/".contains(&byte);
        assert!(path.bytes().all(is_legal), "{path}");
        let segments: Vec<_> = path.split('/').skip(1).collect();
        assert_eq!(segments.len(), self.segments.len(), "{path}");
        for (segment, expected) in segments.into_iter().zip(&self.segments) {
            match expected {
                Segment::Literal(literal) => assert_eq!(segment, *literal, "{path}"),
                Segment::Given(id) => {
                    assert_eq!(&decoded(segment), id, "{path}");
                    assert!(!matches!(segment, "" | "." | ".."), "{path}");
                }
            }
        }
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').expect("a name and a value");
            assert!(matches!(name, "first" | "size"), "{query}");
            assert!(value.bytes().all(|byte| byte.is_ascii_digit()), "{query}");
        }
    }

    /// Each text is there, and can be read from its header.
    pub fn check_headers(&self, headers: &[(String, String)]) {
        const PLAIN: [&str; 10] = [
            "content-type",
            "content-encoding",
            "global-timeout",
            "samplesharing",
            "privateprocessing",
            "file_metadata",
            "selfonly",
            "timerange",
            "include-inprogress",
            "rule",
        ];
        for (name, text) in &self.texts {
            let value = headers.iter().find(|(other, _)| other == name);
            let (_, value) = value.unwrap_or_else(|| panic!("{name} is missing"));
            assert_eq!(&decoded(value), text, "{name}");
        }
        for (name, value) in headers {
            let is_given = self.texts.iter().any(|(other, _)| other == name);
            assert!(
                is_given || PLAIN.contains(&name.as_str()),
                "{name}: {value}"
            );
        }
    }
}

/// RFC 3986, 2.1.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((byte, more)) = rest.split_first() {
        rest = more;
        if *byte == b'%' {
            let (digits, more) = rest.split_at(2);
            let digits = std::str::from_utf8(digits).expect("two digits");
            bytes.push(u8::from_str_radix(digits, 16).expect("two hexadecimal digits"));
            rest = more;
        } else {
            bytes.push(*byte);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}
