//! What the report of a finished analysis says.

use crate::common::{EICAR, Gateway, config};
use metadefender_gateway::Config;
use serde_json::json;

#[tokio::test]
async fn a_clean_file_is_allowed() {
    let gateway = Gateway::start(config()).await;
    let report = gateway.analyse("abc").await;
    let (info, process, scan) = (
        &report["file_info"],
        &report["process_info"],
        &report["scan_results"],
    );

    assert_eq!(process["result"], "Allowed");
    assert_eq!(process["blocked_reason"], "");
    assert_eq!(process["blocked_reasons"], json!([]));
    assert_eq!(process["verdicts"], json!(["No Threat Detected"]));
    assert_eq!(process["profile"], "File process");
    assert_eq!(scan["scan_all_result_i"], 0);
    assert_eq!(scan["scan_all_result_a"], "No Threat Detected");
    assert_eq!(scan["progress_percentage"], 100);
    assert_eq!(scan["data_id"], report["data_id"]);
    assert_eq!(scan["total_avs"], 1);
    assert_eq!(scan["scan_details"]["EICAR"]["threat_found"], "");
    assert_eq!(report["yara"], json!({ "verdict": 0, "hits": {} }));
    assert_eq!(info["file_size"], 3);
    assert_eq!(info["file_type"], "text/plain");
    assert_eq!(info["type_category"], json!(["T"]));
    assert_eq!(gateway.spooled(), 0, "the upload is deleted");
}

#[tokio::test]
async fn the_report_has_every_field() {
    let gateway = Gateway::start(config()).await;
    let report = gateway.analyse("abc").await;
    for pointer in [
        "/file_info/display_name",
        "/file_info/file_type_description",
        "/file_info/receive_data_timestamp",
        "/file_info/upload_time",
        "/file_info/upload_timestamp",
        "/process_info/file_type_skipped_scan",
        "/process_info/hash_time",
        "/process_info/processing_time",
        "/process_info/processing_time_details/av_scan_time",
        "/process_info/processing_time_details/cdr_time",
        "/process_info/processing_time_details/dlp_time",
        "/process_info/processing_time_details/extraction_time",
        "/process_info/processing_time_details/filetype_time",
        "/process_info/processing_time_details/opswatfilescan_time",
        "/process_info/processing_time_details/parse_dgsg_time",
        "/process_info/processing_time_details/vul_time",
        "/process_info/processing_time_details/others_time",
        "/process_info/processing_time_details/yara_time",
        "/process_info/queue_time",
        "/process_info/user_agent",
        "/process_info/username",
        "/process_info/post_processing/actions_failed",
        "/process_info/post_processing/actions_ran",
        "/process_info/post_processing/converted_destination",
        "/process_info/post_processing/converted_to",
        "/process_info/post_processing/copy_move_destination",
        "/filetype_info/file_info/type",
        "/filetype_info/final_verdict/verdict",
        "/filetype_info/spoofing_info/detection_result",
        "/dlp_info/verdict",
        "/scan_results/start_time",
        "/scan_results/total_time",
        "/scan_results/scan_details/EICAR/def_time",
        "/scan_results/scan_details/EICAR/eng_id",
        "/scan_results/scan_details/EICAR/location",
        "/scan_results/scan_details/EICAR/scan_time",
        "/scan_results/scan_details/EICAR/wait_time",
    ] {
        assert!(report.pointer(pointer).is_some(), "{pointer} is missing");
    }
}

#[tokio::test]
async fn digests_are_those_of_the_standards_in_upper_case() {
    let gateway = Gateway::start(config()).await;
    // RFC 1321 A.5, FIPS 180-4's examples.
    let info = gateway.analyse("abc").await["file_info"].clone();
    assert_eq!(info["md5"], "900150983CD24FB0D6963F7D28E17F72");
    assert_eq!(info["sha1"], "A9993E364706816ABA3E25717850C26C9CD0D89D");
    assert_eq!(
        info["sha256"],
        "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"
    );
    assert_eq!(
        info["sha512"],
        "DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A\
         2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F"
    );
    // A million "a" come in more than one piece.
    let info = gateway.analyse(vec![b'a'; 1_000_000]).await["file_info"].clone();
    assert_eq!(info["sha1"], "34AA973CD4C4DAA4F61EEB2BDBAD27316534016F");
    assert_eq!(
        info["sha256"],
        "CDC76E5C9914FB9281A1C7E284D73E67F1809A48A497200E046D39CCC7112CD0"
    );
}

#[tokio::test]
async fn eicar_is_blocked_by_name() {
    let gateway = Gateway::start(config()).await;
    let report = gateway.analyse(EICAR).await;
    let (process, scan) = (&report["process_info"], &report["scan_results"]);
    assert_eq!(process["result"], "Blocked");
    assert_eq!(process["blocked_reason"], "Infected");
    assert_eq!(process["blocked_reasons"], json!(["Infected"]));
    assert_eq!(process["verdicts"], json!(["Infected"]));
    assert_eq!(
        (&scan["scan_all_result_i"], &scan["scan_all_result_a"]),
        (&json!(1), &json!("Infected"))
    );
    assert_eq!(scan["scan_details"]["EICAR"]["scan_result_i"], 1);
    assert_eq!(
        scan["scan_details"]["EICAR"]["threat_found"],
        "EICAR-Test-File"
    );
    let quoted = gateway
        .analyse(format!("a document that quotes {EICAR}"))
        .await;
    assert_eq!(quoted["process_info"]["result"], "Allowed");
}

#[tokio::test]
async fn a_yara_match_is_blocked_with_its_rule() {
    let gateway = Gateway::start(config()).await;
    let report = gateway
        .analyse("… metadefender-wasm yara demo marker …")
        .await;
    assert_eq!(report["process_info"]["result"], "Blocked");
    assert_eq!(report["scan_results"]["scan_all_result_i"], 21);
    assert_eq!(
        report["scan_results"]["scan_all_result_a"],
        "Yara Rule Matched"
    );
    assert_eq!(report["yara"]["verdict"], 1);
    let description = report["yara"]["hits"]["Demo_Marker"]["description"]
        .as_str()
        .unwrap();
    assert!(description.starts_with("The marker"), "{description}");
}

#[tokio::test]
async fn rules_of_a_directory_are_added() {
    let directory = tempfile::tempdir().unwrap();
    let rule =
        r#"rule Own { meta: description = "mine" strings: $a = "house mark" condition: $a }"#;
    std::fs::write(directory.path().join("own.yar"), rule).unwrap();
    std::fs::write(directory.path().join("README"), "not a rule").unwrap();
    let gateway = Gateway::start(Config {
        yara_rules: vec![directory.path().to_owned()],
        ..config()
    })
    .await;
    let report = gateway.analyse("a house mark").await;
    assert_eq!(
        report["yara"]["hits"],
        json!({ "Own": { "description": "mine" } })
    );
}
