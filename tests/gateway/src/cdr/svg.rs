//! SVG: its shapes, without scripts, event handlers, foreign content and links to elsewhere.

use std::collections::BTreeMap;

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer, XmlVersion};

use super::{Cleaned, Object};

/// Elements that are removed with their content.
const ACTIVE: [&str; 9] = [
    "script",
    "foreignobject",
    "iframe",
    "object",
    "embed",
    "handler",
    "listener",
    "audio",
    "video",
];

/// Images within the file; a `data:` URL of any other type could be a document.
const INLINE: [&str; 4] = [
    "data:image/png",
    "data:image/jpeg",
    "data:image/gif",
    "data:image/webp",
];

pub fn sanitize(text: &str) -> Cleaned<String> {
    let mut reader = Reader::from_str(text);
    let mut writer = Writer::new(Vec::new());
    let mut removed = BTreeMap::new();
    let mut depth = 0usize;
    let mut skipping: Option<usize> = None;
    let mut style = false;
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let kept = match event {
            Event::Eof => break,
            Event::Start(start) => {
                depth += 1;
                if skipping.is_none() && is_active(&start) {
                    *removed.entry("active element").or_default() += 1;
                    skipping = Some(depth);
                }
                style = local_name(&start) == "style";
                (skipping.is_none())
                    .then(|| clean(&start, &mut removed).map(Event::Start))
                    .transpose()?
            }
            Event::Empty(start) if skipping.is_none() => {
                if is_active(&start) {
                    *removed.entry("active element").or_default() += 1;
                    None
                } else {
                    Some(Event::Empty(clean(&start, &mut removed)?))
                }
            }
            Event::End(end) => {
                let ended = skipping;
                if skipping == Some(depth) {
                    skipping = None;
                }
                depth = depth.saturating_sub(1);
                style = false;
                ended.is_none().then_some(Event::End(end))
            }
            Event::Text(text) if style && loads(&text) => {
                *removed.entry("style").or_default() += 1;
                None
            }
            Event::CData(text) if style && loads(&text) => {
                *removed.entry("style").or_default() += 1;
                None
            }
            // A document type declares entities, and an instruction names style sheets.
            Event::DocType(_) | Event::PI(_) => {
                *removed.entry("declaration").or_default() += 1;
                None
            }
            Event::Comment(_) => None,
            other => skipping.is_none().then_some(other),
        };
        if let Some(event) = kept {
            writer
                .write_event(event)
                .map_err(|error| error.to_string())?;
        }
    }
    let text = String::from_utf8(writer.into_inner()).map_err(|error| error.to_string())?;
    let objects = removed
        .iter()
        .map(|(name, count)| Object::removed(name, *count));
    Ok((text, objects.collect()))
}

fn local_name(start: &BytesStart<'_>) -> String {
    let name = start.name().0;
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

/// An animation can set a link to a script.
fn is_active(start: &BytesStart<'_>) -> bool {
    let name = local_name(start);
    let animates = matches!(
        &*name,
        "set" | "animate" | "animatetransform" | "animatemotion"
    );
    let sets = |attribute: Attribute<'_>| {
        let target = attribute.value.to_ascii_lowercase();
        attribute.key.0.eq_ignore_ascii_case("attributeName")
            && (target.contains("href") || target.starts_with("on"))
    };
    ACTIVE.contains(&&*name) || animates && start.attributes().flatten().any(sets)
}

fn clean(
    start: &BytesStart<'_>,
    removed: &mut BTreeMap<&'static str, usize>,
) -> Result<BytesStart<'static>, String> {
    let mut kept = BytesStart::new(start.name().0.to_owned());
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        match against(&attribute) {
            Some(reason) => *removed.entry(reason).or_default() += 1,
            None => kept.push_attribute(attribute),
        }
    }
    Ok(kept.into_owned())
}

/// Why an attribute is removed.
fn against(attribute: &Attribute<'_>) -> Option<&'static str> {
    let name = attribute.key.0.to_ascii_lowercase();
    let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else {
        return Some("malformed attribute");
    };
    if name.starts_with("on") {
        return Some("event handler");
    }
    // Browsers skip white space and control characters in a URL's scheme.
    let value: String = value
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    let value = value.to_ascii_lowercase();
    if name == "href" || name.ends_with(":href") || name == "src" {
        let inside = value.starts_with('#') || INLINE.iter().any(|it| value.starts_with(it));
        return (!inside).then_some("link");
    }
    (!name.starts_with("xmlns") && (loads(&value) || value.contains("javascript:")))
        .then_some("style")
}

/// Whether a style refers to something outside the file.
fn loads(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    // A backslash can spell `url(` in CSS without showing it.
    style.contains("@import")
        || style.contains('\\')
        || style.split("url(").skip(1).any(|rest| {
            let target = rest.trim_start_matches([' ', '"', '\'']);
            !target.starts_with('#')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> String {
        sanitize(text).unwrap().0
    }

    #[test]
    fn shapes_stay_as_they_are() {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs><g id="a"/></defs><use href="#a"/><path d="M0 0h9" fill="url(#g)"/><text>a &amp; b</text></svg>"##;
        assert_eq!(sanitize(svg).unwrap(), (svg.to_owned(), vec![]));
    }

    #[test]
    fn what_is_active_goes() {
        for (active, rest) in [
            (
                "<svg><script>alert(1)</script><g/></svg>",
                "<svg><g/></svg>",
            ),
            ("<svg><s:SCRIPT href='x'/></svg>", "<svg></svg>"),
            ("<svg onload='alert(1)'/>", "<svg/>"),
            (
                "<svg><a href='java&#115;cript:alert(1)'/></svg>",
                "<svg><a/></svg>",
            ),
            (
                "<svg><a xlink:href=' j\tavascript:1'/></svg>",
                "<svg><a/></svg>",
            ),
            (
                "<svg><image href='https://evil.example/i'/></svg>",
                "<svg><image/></svg>",
            ),
            (
                "<svg><foreignObject><p>x<b/></p></foreignObject></svg>",
                "<svg></svg>",
            ),
            (
                "<svg><set attributeName='href' to='x'/></svg>",
                "<svg></svg>",
            ),
            (
                "<svg><animate attributeName='xlink:href'/></svg>",
                "<svg></svg>",
            ),
            (
                "<svg><style>@import 'x'</style></svg>",
                "<svg><style></style></svg>",
            ),
            (
                "<svg><g style='fill:url(//evil.example)'/></svg>",
                "<svg><g/></svg>",
            ),
            ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", "<svg/>"),
            ("<?xml-stylesheet href='x'?><svg/>", "<svg/>"),
        ] {
            assert_eq!(cleaned(active), rest, "{active}");
        }
    }

    #[test]
    fn malformed_xml_fails() {
        assert!(sanitize("<svg><g></svg>").is_err());
    }
}
