//! A host without a world: scripted answers, a virtual clock, files in memory, aborts at a chosen moment.

mod abort;
mod answer;
mod calls;
mod clock;
mod cookies;
mod file;
mod host;
mod log;
mod reports;
mod run;
mod script;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use metadefender_wasm::flow::{Caller, MetaDefender, OnBytes};
use metadefender_wasm::{ConnectOptions, Progress};

pub use abort::{EVERY_MOMENT, Moment, Plan, Signal, reason};
pub use answer::{Answer, Body, answer, by, html, status, text};
pub use calls::*;
pub use file::{FakeFile, Source};
pub use log::{Event, Request};
pub use reports::*;
pub use run::{aborted, fails};

use clock::Clock;
use cookies::Cookies;
use run::Task;
use script::Rule;

/// Where the service is.
pub const BASE_URL: &str = "http://service.test";

/// The host of the tests. Clones share everything but the signal that they are bound to.
#[derive(Clone)]
pub struct FakeHost {
    world: Rc<World>,
    signal: Option<Signal>,
}

/// What all hosts of one test share.
pub struct World {
    clock: Clock,
    random: Cell<f64>,
    /// Whether a stream can be sent as it is.
    sends_streams: Cell<bool>,
    /// Whether bytes can be encoded.
    encodes: Cell<bool>,
    log: RefCell<Vec<Event>>,
    script: RefCell<Vec<Rule>>,
    tasks: RefCell<Vec<Task>>,
    cookies: RefCell<Cookies>,
    plan: RefCell<Option<Plan>>,
    /// What the caller's function gives for headers, the last of it from then on; none where it fails.
    user_headers: RefCell<Vec<Option<Headers>>>,
    /// How many operations were begun that an abort can end.
    operations: Cell<usize>,
    /// Callbacks that a real host may call late.
    callbacks: RefCell<Vec<OnBytes>>,
}

type Headers = Vec<(String, String)>;

pub type Client = MetaDefender<FakeHost>;
pub type Events = Rc<RefCell<Vec<Progress>>>;

impl FakeHost {
    pub fn new() -> Self {
        let world = World {
            clock: Clock::default(),
            random: Cell::new(0.5),
            sends_streams: Cell::new(true),
            encodes: Cell::new(true),
            log: RefCell::default(),
            script: RefCell::default(),
            tasks: RefCell::default(),
            cookies: RefCell::default(),
            plan: RefCell::default(),
            user_headers: RefCell::default(),
            operations: Cell::new(0),
            callbacks: RefCell::default(),
        };
        Self {
            world: Rc::new(world),
            signal: None,
        }
    }

    /// A host with the script of a file that nobody has analysed yet, whose analysis answers with these
    /// reports.
    pub fn of_unknown_file<const N: usize>(reports: [Answer; N]) -> Self {
        let host = Self::new();
        host.on("GET /hash/*", [status(404)]);
        host.on("POST /file", [answer(submitted())]);
        host.on("GET /file/*", reports);
        host.on("POST /file/*/cancel", [answer(serde_json::json!({}))]);
        host
    }

    /// What [`Host::random`](metadefender_wasm::flow::Host::random) answers from now on. At first 0.5: no
    /// jitter of polls, and half of the bound of a backoff.
    pub fn set_random(&self, random: f64) {
        self.world.random.set(random);
    }

    /// Streams have to be collected before they are sent, as in browsers.
    pub fn without_streams(self) -> Self {
        self.world.sends_streams.set(false);
        self
    }

    /// Nothing can be encoded.
    pub fn without_compression(self) -> Self {
        self.world.encodes.set(false);
        self
    }

    /// What the caller's function gives for headers, one request after the other; none where it fails.
    pub fn gives_headers<const N: usize>(&self, given: [Option<&[(&str, &str)]>; N]) {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let headers = given.map(|headers| headers.map(|headers| headers.iter().map(own).collect()));
        self.world.user_headers.replace(headers.into());
    }

    /// ms since the beginning.
    pub fn time(&self) -> f64 {
        self.world.clock.now()
    }

    /// A connection by this host.
    pub fn client(&self) -> Client {
        self.client_with(ConnectOptions::default())
    }

    /// A connection with these options; the address is [`BASE_URL`] where none is named.
    pub fn client_with(&self, mut options: ConnectOptions) -> Client {
        if options.base_url.is_empty() {
            options.base_url = BASE_URL.into();
        }
        MetaDefender::with_host(self.clone(), options).expect("a connection")
    }

    /// A caller who keeps every event.
    pub fn listener(&self) -> (Caller<Self>, Events) {
        let events = Events::default();
        let heard = Rc::clone(&events);
        let caller = Caller {
            signal: None,
            on_progress: Some(Rc::new(move |event: &Progress| {
                heard.borrow_mut().push(event.clone());
            })),
        };
        (caller, events)
    }

    /// Calls every callback once more, as a host does whose events arrive late.
    pub fn call_late(&self) {
        for callback in self.world.callbacks.borrow().iter() {
            callback(1e9);
        }
    }
}

/// A caller with this signal.
pub fn caller(signal: &Signal) -> Caller<FakeHost> {
    Caller {
        signal: Some(signal.clone()),
        on_progress: None,
    }
}

/// A caller without signal and without ears.
pub fn nobody() -> Caller<FakeHost> {
    Caller::default()
}
