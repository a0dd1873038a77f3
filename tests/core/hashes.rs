use metadefender_wasm::core::algorithm::Algorithm;
use metadefender_wasm::core::digests::Digests;
use metadefender_wasm::core::hasher::Hasher;
use sha2::Digest;

fn digests(bytes: &[u8]) -> Digests {
    let mut hasher = Hasher::new(&Algorithm::ALL);
    hasher.update(bytes);
    hasher.digests()
}

#[test]
fn md5_is_that_of_rfc_1321() {
    // RFC 1321, A.5 Test suite
    let suite = [
        ("", "d41d8cd98f00b204e9800998ecf8427e"),
        ("a", "0cc175b9c0f1b6a831c399e269772661"),
        ("abc", "900150983cd24fb0d6963f7d28e17f72"),
        ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        (
            "abcdefghijklmnopqrstuvwxyz",
            "c3fcd3d76192e4007dfb496cca67e13b",
        ),
        (
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            "d174ab98d277d9f5a5611c2c9f419d9f",
        ),
        (
            "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            "57edf4a22be3c955ac49da2e2107b67a",
        ),
    ];
    for (message, digest) in suite {
        assert_eq!(
            digests(message.as_bytes()).md5.as_deref(),
            Some(digest),
            "{message:?}"
        );
    }
}

#[test]
fn the_sha_family_is_that_of_fips_180_4() {
    // NIST, Secure Hash Standard, "Examples with Intermediate Values"
    let abc = digests(b"abc");
    assert_eq!(
        abc.sha1.as_deref(),
        Some("a9993e364706816aba3e25717850c26c9cd0d89d")
    );
    assert_eq!(
        abc.sha256.as_deref(),
        Some("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    );
    assert_eq!(
        abc.sha512.as_deref(),
        Some(
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
             2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
    );
    let two_blocks = digests(b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq");
    assert_eq!(
        two_blocks.sha1.as_deref(),
        Some("84983e441c3bd26ebaae4aa1f95129e5e54670f1")
    );
    assert_eq!(
        two_blocks.sha256.as_deref(),
        Some("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
    );
    let two_long_blocks = digests(
        b"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
    );
    assert_eq!(
        two_long_blocks.sha512.as_deref(),
        Some(
            "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018\
             501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909"
        ),
    );
}

#[test]
fn a_million_letters_a_are_those_of_fips_180() {
    // FIPS 180-2 with change notice, appendices A.3, B.3 and C.3
    let million = digests(&vec![b'a'; 1_000_000]);
    assert_eq!(
        million.sha1.as_deref(),
        Some("34aa973cd4c4daa4f61eeb2bdbad27316534016f")
    );
    assert_eq!(
        million.sha256.as_deref(),
        Some("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    );
    assert_eq!(
        million.sha512.as_deref(),
        Some(
            "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb\
             de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b"
        ),
    );
}

/// The hashes by RustCrypto.
fn expected(bytes: &[u8]) -> Digests {
    fn hex<D: Digest>(bytes: &[u8]) -> Option<String> {
        let digest = D::digest(bytes);
        Some(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }
    Digests {
        md5: hex::<md5::Md5>(bytes),
        sha1: hex::<sha1::Sha1>(bytes),
        sha256: hex::<sha2::Sha256>(bytes),
        sha512: hex::<sha2::Sha512>(bytes),
    }
}

/// Numbers that look random, the same ones in every run.
fn numbers() -> impl FnMut() -> usize {
    let mut state = 1_u64;
    // Knuth, MMIX
    move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    }
}

#[test]
fn every_length_up_to_300_is_as_rustcrypto_has_it_however_it_is_cut() {
    let mut number = numbers();
    let bytes: Vec<u8> = (0..300).map(|_| number() as u8).collect();
    for length in 0..=bytes.len() {
        let bytes = &bytes[..length];
        let expected = expected(bytes);
        for cut in [1, 7, 63, 64, 65, 127, 128, 129, 300] {
            let mut hasher = Hasher::new(&Algorithm::ALL);
            bytes.chunks(cut).for_each(|part| hasher.update(part));
            assert_eq!(
                hasher.digests(),
                expected,
                "{length} bytes, {cut} at a time"
            );
        }
    }
}

#[test]
fn longer_ones_are_as_rustcrypto_has_them_and_a_clone_goes_its_own_way() {
    let mut number = numbers();
    for _ in 0..100 {
        let bytes: Vec<u8> = (0..number() % 50_000).map(|_| number() as u8).collect();
        let mut hasher = Hasher::new(&Algorithm::ALL);
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let (part, more) = rest.split_at(rest.len().min(number() % 20_000));
            hasher.update(part);
            hasher.clone().update(b"not for the first one");
            rest = more;
        }
        assert_eq!(hasher.digests(), expected(&bytes), "{} bytes", bytes.len());
    }
}

#[test]
fn the_length_is_counted_beyond_32_bits() {
    // `head -c 536870913 /dev/zero | md5sum` and so on, GNU coreutils. Four gigabytes: tests/node
    let zeros = vec![0; 1 << 20];
    let mut hasher = Hasher::new(&Algorithm::ALL);
    for _ in 0..512 {
        hasher.update(&zeros);
    }
    hasher.update(&[0]);
    let digests = hasher.digests();
    assert_eq!(
        digests.md5.as_deref(),
        Some("ea3b62c6b93cb3625a1fd76777985f5a")
    );
    assert_eq!(
        digests.sha1.as_deref(),
        Some("3e1bb536d18494c32e66ef9f479d65bbe0d863de")
    );
    assert_eq!(
        digests.sha256.as_deref(),
        Some("7c40fe5ce847740d0f0d0cdde3949d6585804cdec3ae61a15b923165699c8137"),
    );
    assert_eq!(
        digests.sha512.as_deref(),
        Some(
            "8165468866efe161e7d5394bcb5a72bb5dd30e8584ce00a5f87a89c861464ae5\
             ee9bfbbe542d3a80f86f83f2ebeaf2757beffc96e4c0431395bd94284f3c766e"
        ),
    );
}

#[test]
fn only_what_is_asked_for_is_computed_and_more_may_follow() {
    let mut hasher = Hasher::new(&[Algorithm::Sha1]);
    hasher.update(b"ab");
    let early = hasher.digests();
    hasher.update(b"c");
    let digests = hasher.digests();
    assert_ne!(early, digests);
    assert_eq!(
        digests.sha1.as_deref(),
        Some("a9993e364706816aba3e25717850c26c9cd0d89d")
    );
    assert_eq!(
        (digests.md5, digests.sha256, digests.sha512),
        (None, None, None)
    );
}

#[test]
fn a_hash_is_told_by_its_length() {
    for algorithm in Algorithm::ALL {
        let hash = "aF".repeat(algorithm.hex_length() / 2);
        assert_eq!(Algorithm::of(&hash), Ok(algorithm));
    }
    let not_hexadecimal = "g".repeat(64);
    for wrong in [
        "",
        "abc",
        &"a".repeat(33),
        &"a".repeat(129),
        &not_hexadecimal,
        "../../login",
    ] {
        assert!(Algorithm::of(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn a_digest_has_to_be_a_hash_by_its_algorithm_and_is_made_lower_case() {
    let with = |algorithm, hash: String| {
        let mut digests = Digests::default();
        let place = match algorithm {
            Algorithm::Md5 => &mut digests.md5,
            Algorithm::Sha1 => &mut digests.sha1,
            Algorithm::Sha256 => &mut digests.sha256,
            Algorithm::Sha512 => &mut digests.sha512,
        };
        *place = Some(hash);
        digests.checked()
    };
    assert_eq!(Digests::default().checked(), Ok(Digests::default()));
    for algorithm in Algorithm::ALL {
        let checked = with(algorithm, "aF".repeat(algorithm.hex_length() / 2)).unwrap();
        let lower = "af".repeat(algorithm.hex_length() / 2);
        assert_eq!(checked.get(algorithm), Some(lower.as_str()));
        for other in Algorithm::ALL.map(Algorithm::hex_length) {
            let is_this = other == algorithm.hex_length();
            assert_eq!(with(algorithm, "0".repeat(other)).is_ok(), is_this);
        }
        assert!(with(algorithm, "g".repeat(algorithm.hex_length())).is_err());
    }
}
