//! Every operation of every service, with what is given chosen by an input.

use arbitrary::{Result, Unstructured};
use metadefender_wasm::core::error::Error;
use metadefender_wasm::core::protocol::dialect::Dialect;
use metadefender_wasm::core::protocol::request::Request;
use metadefender_wasm::{Algorithm, Analyze, ByHash, ContentEncoding, NewBatch, Page, Service};

use super::super::report::SERVICES;
use super::expected::Expected;

type Made = (std::result::Result<Request, Error>, Expected);

pub fn operation(choices: &mut Unstructured<'_>) -> Result<Made> {
    let service = *choices.choose(&SERVICES)?;
    let dialect = service.dialect();
    Ok(match choices.int_in_range(0..=4)? {
        0 => analyze(service, choices)?,
        1 => create_batch(dialect, choices)?,
        2 => by_hash(service, choices)?,
        3 => login(dialect, choices)?,
        _ => by_id(dialect, choices)?,
    })
}

fn analyze(service: Service, choices: &mut Unstructured<'_>) -> Result<Made> {
    let mut options = Analyze {
        filename: choices.arbitrary()?,
        rule: choices.arbitrary()?,
        archive_passwords: choices.arbitrary()?,
        ..Analyze::default()
    };
    match service {
        Service::Cluster => {
            options.metadata = choices.arbitrary()?;
            options.engines_metadata = choices.arbitrary()?;
            options.batch = choices.arbitrary()?;
            options.global_timeout = choices.arbitrary()?;
            options.content_encoding = match choices.int_in_range(0..=2)? {
                0 => Some(ContentEncoding::Gzip),
                1 => Some(ContentEncoding::Base64),
                _ => None,
            };
        }
        Service::CloudV2 => options.sample_sharing = choices.arbitrary()?,
        Service::CloudV4 => options.private_processing = choices.arbitrary()?,
    }
    let filename = options.filename.as_deref().filter(|name| !name.is_empty());
    let mut expected = Expected::path("/file", "")
        .text("filename", filename)
        .text("metadata", options.metadata.as_deref())
        .text("engines-metadata", options.engines_metadata.as_deref())
        .text("batch", options.batch.as_deref());
    // Cloud v4's is a list of words, which travels as it is.
    if service == Service::Cluster {
        expected = expected.text("rule", options.rule.as_deref());
    }
    let passwords = &options.archive_passwords;
    for (index, password) in passwords.iter().enumerate() {
        let name = match passwords.len() {
            1 => "archivepwd".to_owned(),
            _ => format!("archivepwd{}", index + 1),
        };
        expected = expected.text(&name, Some(password));
    }
    let request = service.dialect().analyze(&options);
    if let Ok(request) = &request {
        assert_eq!(&request.secrets, passwords);
    }
    Ok((request, expected))
}

/// *Initiate Batch*: `user-data`, "max 1024 bytes, URL encoded UTF-8 string".
fn create_batch(dialect: &dyn Dialect, choices: &mut Unstructured<'_>) -> Result<Made> {
    let batch = NewBatch {
        rule: choices.arbitrary()?,
        name: choices.arbitrary()?,
    };
    let expected = Expected::path("/file/batch", "")
        .text("rule", batch.rule.as_deref())
        .text("user-data", batch.name.as_deref());
    let request = dialect.create_batch(&batch);
    let named = request.iter().flat_map(|request| &request.headers);
    for (_, value) in named.filter(|(name, _)| name == "user-data") {
        assert!(value.len() <= 1024);
    }
    Ok((request, expected))
}

fn by_hash(service: Service, choices: &mut Unstructured<'_>) -> Result<Made> {
    let mut options = ByHash::default();
    if service == Service::Cluster {
        options.rule = choices.arbitrary()?;
        options.self_only = choices.arbitrary()?;
        options.time_range = choices.arbitrary()?;
        options.include_in_progress = choices.arbitrary()?;
        options.page = page(choices)?;
    }
    let hash = match choices.ratio(3, 4)? {
        true => {
            let algorithm = *choices.choose(&Algorithm::ALL)?;
            let digit = *choices.choose(b"09afAF")?;
            char::from(digit).to_string().repeat(algorithm.hex_length())
        }
        false => choices.arbitrary()?,
    };
    let expected = Expected::path("/hash/{}", &hash).text("rule", options.rule.as_deref());
    Ok((service.dialect().result_by_hash(&hash, &options), expected))
}

/// The password is in the body, and what no message may repeat.
fn login(dialect: &dyn Dialect, choices: &mut Unstructured<'_>) -> Result<Made> {
    let user: &str = choices.arbitrary()?;
    let password: &str = choices.arbitrary()?;
    let request = dialect.login(user, password);
    if let Ok(request) = &request {
        let body = request.body.as_deref().expect("a body");
        let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
        assert_eq!(body["user"], user);
        assert_eq!(body["password"], password);
        assert_eq!(request.secrets, [password]);
    }
    Ok((request, Expected::path("/login", "")))
}

fn by_id(dialect: &dyn Dialect, choices: &mut Unstructured<'_>) -> Result<Made> {
    let id: &str = choices.arbitrary()?;
    let expected = |template| Expected::path(template, id);
    Ok(match choices.int_in_range(0..=7)? {
        0 => {
            let metadata = choices.arbitrary()?;
            let request = dialect.result(id, page(choices)?, metadata);
            (request, expected("/file/{}"))
        }
        1 => (dialect.cancel(id), expected("/file/{}/cancel")),
        2 => (
            dialect.download_sanitized(id),
            expected("/file/converted/{}"),
        ),
        3 => (dialect.download(id), expected("/file/download/{}")),
        4 => {
            let request = dialect.batch_status(id, page(choices)?);
            (request, expected("/file/batch/{}"))
        }
        5 => (dialect.close_batch(id), expected("/file/batch/{}/close")),
        6 => {
            let asked = choices.arbitrary::<Option<bool>>()?;
            let metadata = asked.map(|asked| format!(r#"{{"include_vul_info":{asked}}}"#));
            let expected = expected("/file/batch/{}/certificate");
            let request = dialect.certificate(id, asked);
            (request, expected.text("metadata", metadata.as_deref()))
        }
        _ => (dialect.cancel_batch(id), expected("/file/batch/{}/cancel")),
    })
}

fn page(choices: &mut Unstructured<'_>) -> Result<Page> {
    let number = |choices: &mut Unstructured<'_>| match choices.int_in_range(0..=2)? {
        0 => Ok(None),
        1 => choices.arbitrary::<u32>().map(|number| Some(number.into())),
        _ => choices.arbitrary::<f64>().map(Some),
    };
    Ok(Page {
        first: number(choices)?,
        size: number(choices)?,
    })
}
