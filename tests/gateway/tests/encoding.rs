//! `content-encoding` on `POST /file`.

use std::io::Write;

use crate::common::{EICAR, Gateway, Request, config, data_id};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;

fn gzipped(content: &[u8]) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::default());
    gz.write_all(content).unwrap();
    gz.finish().unwrap()
}

fn upload(gateway: &Gateway, encoding: &str, body: impl AsRef<[u8]>) -> Request {
    let request = gateway.post("/file").header("content-encoding", encoding);
    request.body(body)
}

#[tokio::test]
async fn the_decoded_file_is_analysed() {
    let gateway = Gateway::start(config()).await;
    let base64 = STANDARD.encode(EICAR);
    let broken_lines = base64
        .as_bytes()
        .chunks(10)
        .collect::<Vec<_>>()
        .join(&b"\r\n"[..]);
    for (encoding, body) in [
        ("gzip", gzipped(EICAR.as_bytes())),
        ("GZIP", gzipped(EICAR.as_bytes())),
        ("base64", base64.clone().into_bytes()),
        ("base64", broken_lines),
        ("identity", EICAR.into()),
    ] {
        let reply = upload(&gateway, encoding, body).send().await;
        let report = gateway.finished(&data_id(&reply)).await;
        assert_eq!(report["file_info"]["file_size"], 68, "{encoding}");
        // As EICAR publishes it.
        let md5 = "44D88612FEA8A8F36DE82E1278ABB02F";
        assert_eq!(report["file_info"]["md5"], md5);
        assert_eq!(report["process_info"]["result"], "Blocked");
    }
    // Larger than any piece, and so decoded piece by piece.
    let large: Vec<u8> = (0..1_000_000u32).flat_map(u32::to_le_bytes).collect();
    for (encoding, body) in [
        ("gzip", gzipped(&large)),
        ("base64", STANDARD.encode(&large).into_bytes()),
    ] {
        let reply = upload(&gateway, encoding, body).send().await;
        let report = gateway.finished(&data_id(&reply)).await;
        assert_eq!(report["file_info"]["file_size"], large.len());
    }
}

#[tokio::test]
async fn what_does_not_decode_is_refused() {
    let gateway = Gateway::start(config()).await;
    let gz = gzipped(b"abc");
    upload(&gateway, "gzip", "plain").send().await.refused(400);
    upload(&gateway, "gzip", &gz[..gz.len() - 4])
        .send()
        .await
        .refused(400);
    upload(&gateway, "base64", "a*b=").send().await.refused(400);
    upload(&gateway, "br", "abc").send().await.refused(400);
    upload(&gateway, "gzip", gzipped(b""))
        .send()
        .await
        .refused(422);
    assert_eq!(gateway.spooled(), 0);
}

#[tokio::test]
async fn the_limit_is_the_decoded_size() {
    let gateway = Gateway::start(config()).await;
    let rule = "Small%20files%20only";
    let request = upload(&gateway, "gzip", gzipped(&vec![0; (1 << 20) + 1]));
    request.header("rule", rule).send().await.refused(413);
    let request = upload(&gateway, "gzip", gzipped(&vec![0; 1 << 20]));
    request.header("rule", rule).send().await.expect(200);
    // A bomb, under any rule's limit.
    let bomb = gzipped(&vec![0; 64 << 20]);
    upload(&gateway, "gzip", bomb).send().await.refused(413);
}
