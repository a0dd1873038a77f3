//! What is in archives.

use crate::common::archives::{DEFLATED, code, gzipped, tarred, zipped};
use crate::common::{EICAR, Gateway, Request, config, data_id};
use serde_json::json;
use zip::AesMode;

#[tokio::test]
async fn the_files_of_an_archive_are_listed_and_fetched_on_their_own() {
    let gateway = Gateway::start(config()).await;
    let files: [(&str, &[u8]); 4] = [
        ("notes.txt", b"abc"),
        ("folder/virus.com", EICAR.as_bytes()),
        ("empty", b""),
        ("last.txt", b"the last"),
    ];
    for archive in [zipped(&files, DEFLATED), tarred(&files)] {
        let report = gateway.analyse(archive).await;
        assert_eq!(report["process_info"]["result"], "Blocked");
        assert_eq!(report["process_info"]["blocked_reason"], "Infected");
        assert_eq!(code(&report), 1);
        assert_eq!(report["scan_results"]["last_file_scanned"], "last.txt");
        assert_eq!(report["extraction_info"]["is_encrypted_file"], false);
        assert_eq!(report["extraction_info"]["err_code"], 0);

        let extracted = &report["extracted_files"];
        assert_eq!(extracted["files_extracted_count"], 4);
        assert_eq!(
            (&extracted["first_index"], &extracted["page_size"]),
            (&json!(0), &json!(50))
        );
        let entries = extracted["files_in_archive"].as_array().unwrap();
        assert_eq!(entries.len(), 4);
        let virus = &entries[1];
        assert_eq!(virus["display_name"], "folder/virus.com");
        assert_eq!(virus["detected_by"], 1);
        assert_eq!(virus["scanned_with"], 1);
        assert_eq!(virus["scan_all_result_i"], 1);
        assert_eq!(extracted["worst_data_id"], virus["data_id"]);

        let path = format!("/file/{}", virus["data_id"].as_str().unwrap());
        let child = gateway.get(&path).send().await.expect(200);
        assert_eq!(child["file_info"]["file_size"], 68);
        assert_eq!(child["process_info"]["result"], "Blocked");
        assert_eq!(entries[0]["process_info"]["result"], "Allowed");
        assert_eq!(gateway.spooled(), 0);
    }
}

#[tokio::test]
async fn extracted_files_are_paged() {
    let gateway = Gateway::start(config()).await;
    let names: Vec<_> = (0..120).map(|n| format!("{n}.txt")).collect();
    let files: Vec<_> = names
        .iter()
        .map(|name| (&name[..], name.as_bytes()))
        .collect();
    let report = gateway.analyse(zipped(&files, DEFLATED)).await;
    let path = format!("/file/{}", report["data_id"].as_str().unwrap());
    let hash = format!("/hash/{}", report["file_info"]["sha256"].as_str().unwrap());
    for (query, first, size, listed) in [
        ("", 0, 50, 50),
        ("?first=100", 100, 50, 20),
        ("?first=119&size=5", 119, 5, 1),
        ("?first=3&size=0", 3, 0, 0),
    ] {
        for path in [&path, &hash] {
            let report = gateway
                .get(&format!("{path}{query}"))
                .send()
                .await
                .expect(200);
            let extracted = &report["extracted_files"];
            assert_eq!(extracted["files_extracted_count"], 120);
            assert_eq!(extracted["first_index"], first);
            assert_eq!(extracted["page_size"], size);
            let entries = extracted["files_in_archive"].as_array().unwrap();
            assert_eq!(entries.len(), listed);
            if let Some(entry) = entries.first() {
                assert_eq!(entry["display_name"], format!("{first}.txt"));
            }
        }
    }
}

#[tokio::test]
async fn hashes_of_files_in_archives_are_found_unless_selfonly() {
    let gateway = Gateway::start(config()).await;
    gateway
        .analyse(zipped(&[("a", b"in an archive")], DEFLATED))
        .await;
    let mut hasher = metadefender_gateway::digest::Hasher::default();
    hasher.update(b"in an archive");
    let hash = hasher.finish().sha256;
    let look_up = || gateway.get(&format!("/hash/{hash}"));
    let found = look_up().send().await.expect(200);
    assert_eq!(found["file_info"]["display_name"], "a");
    let missed = look_up()
        .header("selfonly", "true")
        .send()
        .await
        .expect(200);
    assert_eq!(missed, json!({ &hash: "Not Found" }));
}

#[tokio::test]
async fn archives_in_archives_are_unpacked() {
    let gateway = Gateway::start(config()).await;
    let inner = zipped(&[("virus.com", EICAR.as_bytes())], DEFLATED);
    let tgz = gzipped(&tarred(&[("inner.zip", &inner)]));
    let report = gateway
        .post("/file")
        .header("filename", "all.tgz")
        .body(tgz);
    let report = gateway.finished(&data_id(&report.send().await)).await;
    assert_eq!(code(&report), 1);
    let mut report = report;
    for name in ["all.tar", "inner.zip", "virus.com"] {
        let entry = &report["extracted_files"]["files_in_archive"][0];
        assert_eq!(entry["display_name"], name);
        assert_eq!(entry["scan_all_result_i"], 1);
        let path = format!("/file/{}", entry["data_id"].as_str().unwrap());
        report = gateway.get(&path).send().await.expect(200);
    }
}

#[tokio::test]
async fn a_file_in_an_archive_can_be_had_sanitised() {
    let gateway = Gateway::start(config()).await;
    let html: (&str, &[u8]) = ("page.html", b"<html><p onclick='x()'>Hello</p></html>");
    let report = gateway.analyse(zipped(&[html], DEFLATED)).await;
    let entry = &report["extracted_files"]["files_in_archive"][0];
    for (id, status) in [(&entry["data_id"], 200), (&report["data_id"], 404)] {
        let path = format!("/file/converted/{}", id.as_str().unwrap());
        assert_eq!(gateway.get(&path).send().await.status, status);
    }
}

#[tokio::test]
async fn an_encrypted_archive_needs_its_password() {
    let gateway = Gateway::start(config()).await;
    let aes = DEFLATED.with_aes_encryption(AesMode::Aes256, "füchse");
    let archive = zipped(&[("virus.com", EICAR.as_bytes())], aes);
    let upload = || gateway.post("/file").body(&archive);
    let report = async |request: Request| gateway.finished(&data_id(&request.send().await)).await;

    for request in [upload(), upload().header("archivepwd", "wrong")] {
        let report = report(request).await;
        assert_eq!(code(&report), 12);
        assert_eq!(report["process_info"]["result"], "Blocked");
        let info = &report["extraction_info"];
        assert_eq!(info["is_encrypted_file"], true);
        assert_eq!(info["decrypted_status"], "Failed");
        assert_eq!(info["err_code"], 12);
        assert!(info["err_details"].as_str().unwrap().contains("password"));
    }
    let request = upload()
        .header("archivepwd1", "fox")
        .header("archivepwd2", "f%C3%BCchse");
    let report = report(request).await;
    assert_eq!(code(&report), 1);
    assert_eq!(report["extraction_info"]["is_encrypted_file"], true);
    assert_eq!(report["extraction_info"]["decrypted_status"], "Success");
}
