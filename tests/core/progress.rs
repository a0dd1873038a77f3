use metadefender_wasm::core::progress::{Meter, Phase, Progress, Shares};

const FILE: Option<f64> = Some(1_000.0);

#[test]
fn a_whole_call_never_goes_backwards_and_ends_at_100() {
    let mut meter = Meter::new(Shares::SCAN);
    let mut events: Vec<Progress> = Vec::new();
    let mut now = 0.0;
    for (phase, total) in [
        (Phase::Hash, 1_000.0),
        (Phase::Lookup, 100.0),
        (Phase::Upload, 1_000.0),
    ] {
        for loaded in [0.0, 500.0, 250.0, 1_000.0] {
            now += 100.0;
            events.extend(meter.advance(phase, loaded, Some(total), now));
        }
    }
    meter.about("id");
    for percent in [10.0, 80.0, 40.0, 95.0] {
        now += 100.0;
        events.extend(meter.advance(Phase::Scan, percent, Some(100.0), now));
    }
    events.extend(meter.advance(Phase::Queue, 0.0, Some(100.0), now + 100.0));
    events.push(meter.done());

    assert!(
        events
            .windows(2)
            .all(|pair| pair[0].percentage <= pair[1].percentage)
    );
    assert!(events.windows(2).all(|pair| pair[0].phase <= pair[1].phase));
    let same_phase = |pair: &&[Progress]| pair[0].phase == pair[1].phase;
    let pairs = events.windows(2).filter(same_phase);
    assert!(pairs.clone().count() > 3 && pairs.clone().all(|pair| pair[0].loaded < pair[1].loaded));
    let last = events.last().unwrap();
    assert_eq!((last.phase, last.percentage), (Phase::Done, 100.0));
    assert!(
        events[..events.len() - 1]
            .iter()
            .all(|event| event.percentage < 100.0)
    );
    assert_eq!(last.data_id.as_deref(), Some("id"));
}

#[test]
fn no_second_sees_more_than_20_events() {
    let mut meter = Meter::new(Shares::SCAN);
    let mut times: Vec<f64> = Vec::new();
    for ms in 0..5_000 {
        let now = f64::from(ms);
        let phase = match ms {
            0..2_000 => Phase::Hash,
            2_000..2_001 => Phase::Lookup,
            2_001..2_500 => Phase::Upload,
            2_500..2_501 => Phase::Queue,
            _ => Phase::Scan,
        };
        let total = match phase {
            Phase::Hash => 1_999.0,
            Phase::Upload => 2_499.0,
            _ => 10_000.0,
        };
        times.extend(meter.advance(phase, now, Some(total), now).map(|_| now));
    }
    for start in 0..4_000 {
        let second = f64::from(start)..f64::from(start) + 1_000.0;
        let events = times.iter().filter(|time| second.contains(time)).count();
        // One more than these is the last event of all.
        assert!(
            events < 20,
            "{events} events in the second from {start} ms on"
        );
    }
    assert!(times.len() > 40, "and yet it moves");
}

#[test]
fn each_phase_is_heard_of_at_once() {
    let mut meter = Meter::new(Shares::SCAN);
    for phase in [
        Phase::Hash,
        Phase::Lookup,
        Phase::Upload,
        Phase::Queue,
        Phase::Scan,
    ] {
        assert_eq!(
            meter
                .advance(phase, 0.0, FILE, 0.0)
                .map(|event| event.phase),
            Some(phase)
        );
    }
}

#[test]
fn the_end_of_a_phase_is_heard_of_at_once_and_once() {
    let mut meter = Meter::new(Shares::SCAN);
    meter.advance(Phase::Upload, 0.0, FILE, 0.0);
    assert_eq!(meter.advance(Phase::Upload, 999.0, FILE, 1.0), None);
    let end = meter.advance(Phase::Upload, 1_000.0, FILE, 2.0).unwrap();
    assert_eq!((end.loaded, end.total), (1_000.0, FILE));
    assert_eq!(meter.advance(Phase::Upload, 1_000.0, FILE, 3.0), None);
}

#[test]
fn an_unknown_total_is_no_reason_to_be_done() {
    let mut meter = Meter::new(Shares::DIGEST);
    let event = meter.advance(Phase::Hash, 5_000.0, None, 0.0).unwrap();
    assert_eq!(
        (event.loaded, event.total, event.percentage),
        (5_000.0, None, 0.0)
    );
}

#[test]
fn a_total_that_grows_takes_nothing_back() {
    let mut meter = Meter::new(Shares::DIGEST);
    let early = meter.advance(Phase::Hash, 50.0, Some(100.0), 0.0).unwrap();
    let late = meter
        .advance(Phase::Hash, 60.0, Some(1_000.0), 1_000.0)
        .unwrap();
    assert_eq!((early.percentage, late.percentage), (50.0, 50.0));
}
