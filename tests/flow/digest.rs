//! `digest`: hashing without a connection.

use metadefender_wasm::flow::{Result, digest};
use metadefender_wasm::{Algorithm, DigestOptions, Digests, Engine, ErrorCode, Phase};

use crate::fake::*;

fn digested(host: &FakeHost, source: &Source, options: DigestOptions) -> Result<Digests, FakeHost> {
    host.run(digest(host, source, &options, nobody()))
}

#[test]
fn a_file_is_hashed_by_sha256_where_nothing_else_is_said() {
    let host = FakeHost::new();
    let digests = digested(&host, &Source::abc(), DigestOptions::default()).expect("digests");
    assert_eq!(digests.sha256.as_deref(), Some(ABC));
    assert_eq!(digests.md5, None);
    assert_eq!(host.story(), ["open", "hash sha256"]);
}

#[test]
fn several_algorithms_are_one_pass_each_once() {
    let host = FakeHost::new();
    let options = DigestOptions {
        algorithms: vec![
            Algorithm::Sha256,
            Algorithm::Md5,
            Algorithm::Sha256,
            Algorithm::Sha1,
        ],
        engine: Some(Engine::Wasm),
    };
    let digests = digested(&host, &Source::abc(), options).expect("digests");
    assert_eq!(digests.md5.as_deref(), Some(MD5_OF_ABC));
    assert_eq!(digests.sha1.as_deref(), Some(SHA1_OF_ABC));
    assert_eq!(host.story(), ["open", "hash md5 sha1 sha256 by wasm"]);
}

/// FIPS 180-4: SHA-256 of nothing.
#[test]
fn an_empty_file_and_a_stream_of_unknown_length_have_a_digest_too() {
    const OF_NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let host = FakeHost::new();
    for (source, hash) in [
        (Source::bytes(b""), OF_NOTHING),
        (Source::stream(b""), OF_NOTHING),
        (Source::stream(b"abc"), ABC),
    ] {
        let digests = digested(&host, &source, DigestOptions::default()).expect("digests");
        assert_eq!(digests.sha256.as_deref(), Some(hash));
    }
}

#[test]
fn what_is_no_file_or_cannot_be_read_is_invalid_input() {
    let host = FakeHost::new();
    for source in [Source::none(), Source::unreadable()] {
        let failed = digested(&host, &source, DigestOptions::default());
        fails(failed, ErrorCode::InvalidInput);
    }
}

#[test]
fn the_hashing_is_the_whole_of_the_progress() {
    let host = FakeHost::new();
    for source in [Source::abc(), Source::stream(b"abc")] {
        let (caller, events) = host.listener();
        host.run(digest(&host, &source, &DigestOptions::default(), caller))
            .expect("digests");
        host.call_late();
        let events = events.borrow();
        let (last, before) = events.split_last().expect("events");
        assert_eq!((last.phase, last.percentage), (Phase::Done, 100.0));
        assert!(!before.is_empty());
        for event in before {
            assert_eq!(event.phase, Phase::Hash);
            assert!(event.percentage < 100.0);
        }
    }
}
