use metadefender_wasm::core::error::{Error, ErrorCode};
use metadefender_wasm::core::poll::Poll;
use metadefender_wasm::core::protocol::response::retry_after;
use metadefender_wasm::core::retry::Retry;

fn status(status: u16) -> Error {
    Error::new(ErrorCode::Server, "").with_status(status)
}

fn asking_for(seconds: f64) -> Error {
    let mut error = status(503);
    error.retry_after = Some(seconds);
    error
}

#[test]
fn what_may_pass_is_tried_again_and_nothing_else() {
    let retry = Retry::default();
    for again in [408, 429, 502, 503, 504] {
        assert!(
            retry.delay(1, &status(again), true, 0.5).is_some(),
            "{again}"
        );
        assert!(
            retry.delay(1, &status(again), false, 0.5).is_none(),
            "{again}"
        );
    }
    for never in [400, 401, 403, 404, 405, 411, 413, 422, 500, 501] {
        assert!(
            retry.delay(1, &status(never), true, 0.5).is_none(),
            "{never}"
        );
    }
    for code in [ErrorCode::Network, ErrorCode::Timeout] {
        assert!(retry.delay(1, &Error::new(code, ""), true, 0.5).is_some());
    }
    assert!(
        retry
            .delay(1, &Error::new(ErrorCode::Protocol, ""), true, 0.5)
            .is_none()
    );
}

#[test]
fn the_delay_is_random_under_a_bound_that_doubles() {
    let retry = Retry {
        attempts: 10,
        base_delay: 100.0,
        max_delay: 500.0,
    };
    let delay = |attempt, random| retry.delay(attempt, &status(503), true, random);
    assert_eq!(delay(1, 0.0), Some(0.0));
    assert_eq!(
        [1, 2, 3, 4, 9].map(|attempt| delay(attempt, 1.0).unwrap()),
        [100.0, 200.0, 400.0, 500.0, 500.0]
    );
    assert_eq!(delay(10, 1.0), None);
    assert_eq!(
        Retry {
            attempts: 1,
            ..retry
        }
        .delay(1, &status(503), true, 0.5),
        None
    );
}

#[test]
fn what_the_server_asks_for_is_obeyed_or_the_call_fails_at_once() {
    let retry = Retry {
        attempts: 3,
        base_delay: 100.0,
        max_delay: 5_000.0,
    };
    assert_eq!(retry.delay(1, &asking_for(2.0), true, 0.5), Some(2_000.0));
    assert_eq!(retry.delay(1, &asking_for(0.0), true, 0.5), Some(50.0));
    assert_eq!(retry.delay(1, &asking_for(86_400.0), true, 0.5), None);
}

#[test]
fn retry_after_is_seconds_or_a_date_and_cloud_writes_the_unit() {
    let now = 784_111_777_000.0;
    let date = |text: &str| (text == "Sun, 06 Nov 1994 08:50:00 GMT").then_some(784_111_800_000.0);
    let read = |text| retry_after(text, now, date);
    assert_eq!(read("120"), Some(120.0));
    assert_eq!(read(" 0 "), Some(0.0));
    assert_eq!(read("86400s"), Some(86_400.0));
    assert_eq!(read("Sun, 06 Nov 1994 08:50:00 GMT"), Some(23.0));
    for wrong in ["", "s", "soon", "-1", "1.5h"] {
        assert_eq!(read(wrong), None, "{wrong:?}");
    }
}

#[test]
fn questions_come_soon_at_first_and_then_less_often() {
    let poll = Poll::default();
    let delays: Vec<f64> = (0..40).map(|asked| poll.delay(asked, 0.5)).collect();
    assert!(
        (100.0..=500.0).contains(&delays[0]),
        "a few hundred milliseconds at first"
    );
    assert!(delays.windows(2).all(|pair| pair[0] <= pair[1]));
    assert_eq!(delays[39], poll.max_delay);
    assert!(poll.delay(0, 0.0) < poll.delay(0, 0.999), "with jitter");
    assert!(poll.delay(u32::MAX, 0.5).is_finite());
}

#[test]
fn a_minute_costs_fifteen_questions_and_its_end_is_heard_in_time() {
    let poll = Poll::default();
    for jitter in [0.0, 0.25, 0.5, 0.75, 0.999] {
        let mut asked = 0;
        let mut time = 0.0;
        // The first one is asked at once.
        while time < 60_000.0 {
            time += poll.delay(asked, jitter);
            asked += 1;
        }
        assert!(asked < 15, "{asked} more");
    }
}
