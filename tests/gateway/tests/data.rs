//! File types, sensitive data, sanitised and redacted files.

use std::io::Cursor;

use crate::common::{Gateway, config, data_id};
use image::{DynamicImage, ImageFormat, RgbImage};
use metadefender_gateway::Config;
use metadefender_gateway::rules::Rule;
use serde_json::{Value, json};

async fn analyse_named(gateway: &Gateway, name: &str, content: impl AsRef<[u8]>) -> Value {
    let reply = gateway
        .post("/file")
        .header("filename", name)
        .body(content)
        .send()
        .await;
    gateway.finished(&data_id(&reply)).await
}

fn path(call: &str, report: &Value) -> String {
    format!("/file/{call}/{}", report["data_id"].as_str().unwrap())
}

#[tokio::test]
async fn a_name_that_does_not_fit_the_content_is_reported() {
    let gateway = Gateway::start(config()).await;
    let report = analyse_named(&gateway, "invoice.pdf", b"MZ\x90\0 and so on").await;
    let info = &report["filetype_info"];
    assert_eq!(info["is_file_type_mismatch"], true);
    assert_eq!(info["file_info"]["groupID"], "E");
    assert_eq!(info["spoofing_info"]["detection_result"], "mismatch");
    assert_eq!(report["process_info"]["result"], "Allowed");
    let report = analyse_named(&gateway, "a.txt", "abc").await;
    assert_eq!(report["filetype_info"]["is_file_type_mismatch"], false);
    assert_eq!(report["filetype_info"]["file_info"]["type"], "text/plain");
}

#[tokio::test]
async fn a_rule_can_block_a_mismatch() {
    let rule = Rule {
        block_mismatch: true,
        ..Rule::new("Strict", 1 << 20)
    };
    let gateway = Gateway::start(Config {
        rules: vec![rule],
        ..config()
    })
    .await;
    let upload = gateway
        .post("/file")
        .header("filename", "a.png")
        .header("rule", "Strict");
    let report = gateway
        .finished(&data_id(&upload.body("abc").send().await))
        .await;
    assert_eq!(report["scan_results"]["scan_all_result_i"], 17);
    assert_eq!(report["process_info"]["blocked_reason"], "Mismatch");
}

#[tokio::test]
async fn sensitive_data_is_blocked_and_can_be_had_redacted() {
    let gateway = Gateway::start(config()).await;
    let text = "Card: 4111 1111 1111 1111, SSN 123-45-6789.\n";
    let report = analyse_named(&gateway, "order.txt", text).await;
    assert_eq!(report["scan_results"]["scan_all_result_i"], 20);
    assert_eq!(
        report["process_info"]["blocked_reason"],
        "Sensitive Data Found"
    );
    let dlp = &report["dlp_info"];
    assert_eq!(dlp["verdict"], 1);
    assert_eq!(dlp["certainty"], "Very High");
    assert_eq!(dlp["redact"]["result"], "redacted");
    assert_eq!(dlp["hits"]["ccn"]["display_name"], "Credit Card Number");
    let hit = &dlp["hits"]["ccn"]["hits"][0];
    assert_eq!(hit["hit"], "4111 1111 1111 1111");
    assert_eq!(
        (&hit["before"], &hit["tryRedact"]),
        (&json!("Card: "), &json!(true))
    );
    assert_eq!(dlp["hits"]["ssn"]["hits"][0]["hit"], "123-45-6789");

    gateway
        .get(&path("converted", &report))
        .send()
        .await
        .refused(404);
    let reply = gateway.get(&path("download", &report)).send().await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.headers["content-type"], "text/plain");
    let disposition = &reply.headers["content-disposition"];
    assert_eq!(
        disposition,
        "attachment; filename*=UTF-8''order%2Eredacted%2Etxt"
    );
    let redacted = String::from_utf8(reply.body).unwrap();
    assert_eq!(redacted, "Card: XXXX XXXX XXXX XXXX, SSN XXX-XX-XXXX.\n");

    let report = analyse_named(&gateway, "a.txt", "nothing").await;
    assert_eq!(report["dlp_info"]["verdict"], 0);
    assert_eq!(report["dlp_info"]["hits"], json!({}));
    gateway
        .get(&path("download", &report))
        .send()
        .await
        .refused(404);
}

/// A PNG with a `tEXt` chunk, as cameras and editors leave them.
fn png_with_comment() -> Vec<u8> {
    let mut png = Cursor::new(Vec::new());
    let image =
        DynamicImage::ImageRgb8(RgbImage::from_fn(4, 3, |x, y| [x as u8, y as u8, 9].into()));
    image.write_to(&mut png, ImageFormat::Png).unwrap();
    let mut png = png.into_inner();
    // Behind the signature and IHDR; the CRC is that of the chunk's type and data.
    let data = b"tEXtComment\0GPS 52.52N 13.40E";
    let mut crc = flate2::Crc::new();
    crc.update(data);
    let mut chunk = (data.len() as u32 - 4).to_be_bytes().to_vec();
    chunk.extend(data);
    chunk.extend(crc.sum().to_be_bytes());
    png.splice(33..33, chunk);
    png
}

#[tokio::test]
async fn an_image_keeps_its_pixels_and_loses_its_metadata() {
    let gateway = Gateway::start(config()).await;
    let png = png_with_comment();
    let report = analyse_named(&gateway, "holiday.png", &png).await;
    let details = &report["process_info"]["post_processing"]["sanitization_details"];
    assert_eq!(details["result"], "Sanitized");
    let post = &report["process_info"]["post_processing"];
    assert_eq!(post["actions_ran"], "Sanitized");
    assert_eq!(post["converted_to"], "png");
    assert_eq!(post["converted_destination"], "holiday.sanitized.png");
    for call in ["converted", "download"] {
        let reply = gateway.get(&path(call, &report)).send().await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.headers["content-type"], "image/png");
        assert_eq!(
            details["sanitized_file_info"]["file_size"],
            reply.body.len()
        );
        assert!(!reply.body.windows(3).any(|it| it == b"GPS"));
        let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().to_rgb8();
        assert_eq!(pixels(&reply.body), pixels(&png));
    }
}

#[tokio::test]
async fn an_image_that_claims_to_be_huge_is_not_decoded() {
    let mut png = png_with_comment();
    // Width and height in IHDR, and the checksum of the chunk behind them.
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let mut crc = flate2::Crc::new();
    crc.update(&png[12..29]);
    png[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    let gateway = Gateway::start(config()).await;
    let report = gateway.analyse(png).await;
    let details = &report["process_info"]["post_processing"]["sanitization_details"];
    assert_eq!(details["result"], "Sanitized failed");
    let description = details["description"].as_str().unwrap();
    assert!(
        description.contains("limit") || description.contains("memory"),
        "{description}"
    );
}

#[tokio::test]
async fn every_image_format_is_encoded_anew() {
    let gateway = Gateway::start(config()).await;
    let image = DynamicImage::ImageRgb8(RgbImage::new(3, 2));
    for format in [
        ImageFormat::Jpeg,
        ImageFormat::Gif,
        ImageFormat::WebP,
        ImageFormat::Bmp,
    ] {
        let mut file = Cursor::new(Vec::new());
        image.write_to(&mut file, format).unwrap();
        let report = gateway.analyse(file.into_inner()).await;
        let reply = gateway.get(&path("converted", &report)).send().await;
        assert_eq!(reply.status, 200, "{format:?}");
        let again = image::load_from_memory_with_format(&reply.body, format).unwrap();
        assert_eq!((again.width(), again.height()), (3, 2));
    }
}

#[tokio::test]
async fn markup_loses_what_is_active() {
    let gateway = Gateway::start(config()).await;
    let html = "<!DOCTYPE html><p onclick='x()'>Hello<script>alert(1)</script>";
    let report = analyse_named(&gateway, "page.html", html).await;
    let reply = gateway.get(&path("converted", &report)).send().await;
    assert_eq!(reply.headers["content-type"], "text/html");
    let text = String::from_utf8(reply.body).unwrap();
    assert!(text.contains("<p>Hello</p>"), "{text}");
    assert!(
        !text.contains("alert") && !text.contains("onclick"),
        "{text}"
    );
    let details = &report["process_info"]["post_processing"]["sanitization_details"]["details"];
    assert_eq!(details[0]["object_name"], "script");
    assert_eq!(details[0]["action"], "removed");

    let svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script><path d='M0 0'/></svg>";
    let report = analyse_named(&gateway, "a.svg", svg).await;
    let reply = gateway.get(&path("converted", &report)).send().await;
    assert_eq!(reply.headers["content-type"], "image/svg+xml");
    let text = String::from_utf8(reply.body).unwrap();
    assert!(text.contains("<path") && !text.contains("script"), "{text}");
}

#[tokio::test]
async fn what_cannot_be_sanitised_says_so() {
    let gateway = Gateway::start(config()).await;
    let report = gateway.analyse(b"\x89PNG\r\n\x1a\n and no image").await;
    let post = &report["process_info"]["post_processing"];
    assert_eq!(post["actions_failed"], "Sanitized");
    assert_eq!(post["sanitization_details"]["result"], "Sanitized failed");
    gateway
        .get(&path("converted", &report))
        .send()
        .await
        .refused(404);
    gateway
        .get("/file/converted/unknown")
        .send()
        .await
        .refused(404);
    gateway
        .get("/file/download/unknown")
        .send()
        .await
        .refused(404);
}

#[tokio::test]
async fn processed_files_are_their_owners_and_go_with_the_analysis() {
    let gateway = Gateway::start(Config {
        limited_keys: vec!["one".into(), "two".into()],
        retain: 1,
        ..config()
    })
    .await;
    let upload = gateway
        .post("/file")
        .header("apikey", "one")
        .body("<html>a</html>");
    let report = gateway.finished(&data_id(&upload.send().await)).await;
    for call in ["converted", "download"] {
        let request = gateway.get(&path(call, &report)).header("apikey", "two");
        request.send().await.refused(405);
        let request = gateway.get(&path(call, &report)).header("apikey", "one");
        assert_eq!(request.send().await.status, 200);
    }
    assert_eq!(gateway.spooled(), 1);
    gateway.analyse("another").await;
    gateway
        .get(&path("converted", &report))
        .send()
        .await
        .refused(404);
    assert_eq!(gateway.spooled(), 0);
}
