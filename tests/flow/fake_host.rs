//! A host with scripted answers, a virtual clock and scripted aborts.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use futures_util::task::noop_waker;
use metadefender_wasm::core::algorithm::Algorithm;
use metadefender_wasm::core::digests::Digests;
use metadefender_wasm::core::error::{Error, ErrorCode};
use metadefender_wasm::core::hasher::Hasher;
use metadefender_wasm::core::model::Field;
use metadefender_wasm::flow::{
    Downloaded, Failure, File, Hashed, Host, HttpRequest, HttpResponse, OnBytes, Result, Uploaded,
};
use metadefender_wasm::{ContentEncoding, Engine};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How the server answers a request.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    text: String,
    retry_after: Option<String>,
    failure: Option<ErrorCode>,
}

/// HTTP 200 with this JSON.
pub fn ok(json: Value) -> Answer {
    status(200, json)
}

/// This status with this JSON.
pub fn status(status: u16, json: Value) -> Answer {
    text(status, &json.to_string())
}

/// This status with this body.
pub fn text(status: u16, text: &str) -> Answer {
    Answer {
        status,
        text: text.into(),
        retry_after: None,
        failure: None,
    }
}

/// No answer.
pub fn no_answer(code: ErrorCode) -> Answer {
    Answer {
        failure: Some(code),
        ..text(0, "")
    }
}

impl Answer {
    /// The same, with `Retry-After` or `x-ratelimit-reset-in`.
    pub fn retry_after(mut self, value: &str) -> Self {
        self.retry_after = Some(value.into());
        self
    }
}

/// A file as the user gives it.
#[derive(Clone, Debug)]
pub struct Source {
    pub name: Option<&'static str>,
    pub bytes: Vec<u8>,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Bytes,
    /// A stream, with the length that it states.
    Stream(Option<f64>),
    /// No file.
    Nothing,
    /// It cannot be read.
    Unreadable,
    /// Its bytes are transferred away after it was opened.
    Transferred,
}

/// A file with these bytes.
pub fn file(bytes: &str) -> Source {
    Source {
        name: Some("a.txt"),
        bytes: bytes.into(),
        kind: Kind::Bytes,
    }
}

/// A stream of these bytes.
pub fn stream(bytes: &str, length: Option<f64>) -> Source {
    Source {
        kind: Kind::Stream(length),
        ..file(bytes)
    }
}

impl File for Source {
    fn length(&self) -> Option<f64> {
        match self.kind {
            Kind::Stream(length) => length,
            _ => Some(self.bytes.len() as f64),
        }
    }

    fn size(&self) -> Option<f64> {
        match self.kind {
            Kind::Transferred => Some(0.0),
            _ => self.length(),
        }
    }

    fn filename(&self) -> Option<String> {
        self.name.map(str::to_owned)
    }

    fn is_stream(&self) -> bool {
        matches!(self.kind, Kind::Stream(_))
    }
}

/// When an abort comes: before, during or after an operation of the host.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    Before,
    During,
    After,
}

/// The signal of a call: the reason, once it is aborted.
pub type Signal = Rc<RefCell<Option<Value>>>;

type Script = Box<dyn FnMut(&HttpRequest) -> Answer>;
type Task = Pin<Box<dyn Future<Output = ()>>>;

struct World {
    script: RefCell<Script>,
    /// What was done, in order: `GET /file/1`, `sleep 400`, `hash`.
    log: RefCell<Vec<String>>,
    requests: RefCell<Vec<HttpRequest>>,
    clock: Cell<f64>,
    random: Cell<f64>,
    sends_streams: Cell<bool>,
    /// How many operations calls with a signal have begun.
    operations: Cell<usize>,
    abort: Cell<Option<(usize, When)>>,
    tasks: RefCell<Vec<Task>>,
    /// What hears of bytes, kept beyond the end of the call as a runtime may do.
    listeners: RefCell<Vec<OnBytes>>,
}

#[derive(Clone)]
pub struct FakeHost {
    world: Rc<World>,
    signal: Option<Signal>,
}

/// The base URL of every connection.
pub const BASE: &str = "http://md.test";

impl FakeHost {
    /// A host whose server answers by this script.
    pub fn scripted(script: impl FnMut(&HttpRequest) -> Answer + 'static) -> Self {
        let world = World {
            script: RefCell::new(Box::new(script)),
            log: RefCell::default(),
            requests: RefCell::default(),
            clock: Cell::new(0.0),
            random: Cell::new(0.5),
            sends_streams: Cell::new(true),
            operations: Cell::new(0),
            abort: Cell::new(None),
            tasks: RefCell::default(),
            listeners: RefCell::default(),
        };
        Self {
            world: Rc::new(world),
            signal: None,
        }
    }

    /// A host whose server gives these answers in their order, and fails the test if it is asked once more.
    pub fn answering(answers: impl IntoIterator<Item = Answer>) -> Self {
        let mut answers: VecDeque<Answer> = answers.into_iter().collect();
        Self::scripted(move |request| {
            let answer = answers.pop_front();
            answer.unwrap_or_else(|| panic!("one request too many: {}", request.url))
        })
    }

    /// `random()` from now on.
    pub fn set_random(&self, random: f64) {
        self.world.random.set(random);
    }

    /// A runtime whose fetch cannot send streams with their length.
    pub fn without_streams(self) -> Self {
        self.world.sends_streams.set(false);
        self
    }

    /// The signal of calls is aborted at operation `n`, counted from 0.
    pub fn abort_at(&self, n: usize, when: When) {
        self.world.abort.set(Some((n, when)));
    }

    /// How many operations calls with a signal have begun.
    pub fn operations(&self) -> usize {
        self.world.operations.get()
    }

    /// What was done so far, in order.
    pub fn log(&self) -> Vec<String> {
        self.world.log.borrow().clone()
    }

    /// What was sent so far, in order, without what else was done.
    pub fn sent(&self) -> Vec<String> {
        let requests = self.world.requests.borrow();
        requests.iter().map(line).collect()
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<HttpRequest> {
        self.world.requests.borrow().clone()
    }

    /// The pauses so far, ms.
    pub fn pauses(&self) -> Vec<f64> {
        let pause = |line: &String| line.strip_prefix("sleep ")?.parse().ok();
        self.world.log.borrow().iter().filter_map(pause).collect()
    }

    /// The runtime tells of bytes after the end of the call.
    pub fn tell_late(&self) {
        self.world.clock.set(self.world.clock.get() + 60_000.0);
        for listener in self.world.listeners.borrow().iter() {
            listener(1e9);
        }
    }

    /// Runs a call to its end, and then what it left to be done in the background.
    pub fn run<T>(&self, call: impl Future<Output = T>) -> T {
        let result = block_on(call);
        loop {
            let tasks = self.world.tasks.take();
            if tasks.is_empty() {
                return result;
            }
            tasks.into_iter().for_each(block_on);
        }
    }

    async fn operation<T>(
        &self,
        name: String,
        work: impl FnOnce() -> Result<T, Self>,
    ) -> Result<T, Self> {
        self.check_abort()?;
        let number = self.world.operations.get();
        if self.signal.is_some() {
            self.world.operations.set(number + 1);
        }
        self.abort_if(number, When::Before)?;
        self.world.log.borrow_mut().push(name);
        yield_now().await;
        self.check_abort()?;
        self.abort_if(number, When::During)?;
        let result = work();
        let _ = self.abort_if(number, When::After);
        result
    }

    fn abort_if(&self, number: usize, when: When) -> Result<(), Self> {
        if let Some(signal) = &self.signal
            && self.world.abort.get() == Some((number, when))
        {
            signal.replace(Some(reason()));
        }
        self.check_abort()
    }

    fn ask(&self, request: &HttpRequest) -> Result<HttpResponse<Value>, Self> {
        let answer = (self.world.script.borrow_mut())(request);
        if let Some(code) = answer.failure {
            return Err(Failure::Failed {
                error: Error::new(code, "no answer"),
                cause: Some("the runtime's own error".into()),
            });
        }
        Ok(HttpResponse {
            status: answer.status,
            json: serde_json::from_str(&answer.text).ok(),
            text: answer.text,
            retry_after: answer.retry_after.filter(|_| answer.status >= 300),
        })
    }

    fn record(&self, request: &HttpRequest) -> String {
        self.world.requests.borrow_mut().push(request.clone());
        line(request)
    }
}

/// The reason of a scripted abort.
pub fn reason() -> Value {
    "the user's own reason".into()
}

fn line(request: &HttpRequest) -> String {
    let path = request.url.strip_prefix(BASE).unwrap_or(&request.url);
    format!("{} {path}", request.method)
}

impl Host for FakeHost {
    type Json = Value;
    type Source = Source;
    type File = Source;
    type Signal = Signal;
    type Thrown = Value;
    type Download = String;

    fn bound_to(&self, signal: Option<Signal>) -> Self {
        Self {
            signal,
            world: Rc::clone(&self.world),
        }
    }

    fn check_abort(&self) -> Result<(), Self> {
        match self
            .signal
            .as_ref()
            .and_then(|signal| signal.borrow().clone())
        {
            Some(reason) => Err(Failure::Aborted(reason)),
            None => Ok(()),
        }
    }

    async fn send(&self, request: &HttpRequest) -> Result<HttpResponse<Value>, Self> {
        self.check_abort()?;
        let line = line(request);
        self.operation(line, || {
            self.record(request);
            self.ask(request)
        })
        .await
    }

    async fn download(&self, request: &HttpRequest) -> Result<Downloaded<Self>, Self> {
        let response = self.send(request).await?;
        Ok(match response.is_success() {
            true => Downloaded::Success(response.text),
            false => Downloaded::Refused(response),
        })
    }

    async fn upload(
        &self,
        request: &HttpRequest,
        file: &Source,
        length: f64,
        algorithms: &[Algorithm],
        on_sent: OnBytes,
    ) -> Result<Uploaded<Value>, Self> {
        self.operation(line(request), || {
            self.record(request);
            if file.kind == Kind::Unreadable || file.bytes.len() as f64 != length {
                return Err(Error::invalid_input("the file could not be read").into());
            }
            on_sent(length / 3.0);
            self.world.listeners.borrow_mut().push(Rc::clone(&on_sent));
            let digests = match algorithms {
                [] => Digests::default(),
                algorithms => digests_of(&file.bytes, algorithms),
            };
            let response = self.ask(request)?;
            on_sent(length);
            Ok(Uploaded { response, digests })
        })
        .await
    }

    fn sends_streams(&self) -> bool {
        self.world.sends_streams.get()
    }

    async fn open(&self, source: &Source, length: Option<f64>) -> Result<Source, Self> {
        self.operation("open".into(), || match source.kind {
            Kind::Nothing => Err(Error::invalid_input("the file has to be a Blob").into()),
            Kind::Stream(stated) => Ok(Source {
                kind: Kind::Stream(length.or(stated)),
                ..source.clone()
            }),
            _ => Ok(source.clone()),
        })
        .await
    }

    fn file_name(&self, source: &Source) -> Option<String> {
        source.filename()
    }

    async fn collect(&self, stream: Source) -> Result<Source, Self> {
        self.operation("collect".into(), || {
            Ok(Source {
                kind: Kind::Bytes,
                ..stream
            })
        })
        .await
    }

    async fn encode(&self, file: &Source, encoding: ContentEncoding) -> Result<Source, Self> {
        self.operation(format!("encode {}", encoding.name()), || {
            Ok(Source {
                bytes: [b"encoded ", file.bytes.as_slice()].concat(),
                ..file.clone()
            })
        })
        .await
    }

    async fn hash(
        &self,
        file: &Source,
        algorithms: &[Algorithm],
        engine: Option<Engine>,
        on_read: OnBytes,
    ) -> Result<Hashed, Self> {
        self.operation("hash".into(), || {
            if file.kind == Kind::Unreadable {
                return Err(Error::invalid_input("the file could not be read").into());
            }
            if engine == Some(Engine::Native) {
                return Err(Error::new(ErrorCode::Unsupported, "no such engine").into());
            }
            let length = file.bytes.len() as f64;
            on_read(length / 2.0);
            on_read(length);
            Ok(Hashed {
                digests: digests_of(&file.bytes, algorithms),
                length,
            })
        })
        .await
    }

    async fn sleep(&self, ms: f64) -> Result<(), Self> {
        self.operation(format!("sleep {ms}"), || {
            self.world.clock.set(self.world.clock.get() + ms);
            Ok(())
        })
        .await
    }

    fn now(&self) -> f64 {
        self.world.clock.get()
    }

    fn wall_clock(&self) -> f64 {
        self.world.clock.get()
    }

    fn parse_date(&self, _: &str) -> Option<f64> {
        None
    }

    fn random(&self) -> f64 {
        self.world.random.get()
    }

    fn view<T: DeserializeOwned>(&self, json: &Value) -> Option<T> {
        serde_json::from_value(json.clone()).ok()
    }

    fn member(&self, json: &Value, name: &str) -> Value {
        json.get(name).cloned().unwrap_or_default()
    }

    fn elements(&self, json: &Value) -> Field<Vec<Value>> {
        match json {
            Value::Null => Field::Absent,
            Value::Array(elements) => Field::Is(elements.clone()),
            _ => Field::Malformed,
        }
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.world.tasks.borrow_mut().push(Box::pin(task));
    }
}

fn digests_of(bytes: &[u8], algorithms: &[Algorithm]) -> Digests {
    let mut hasher = Hasher::new(algorithms);
    hasher.update(bytes);
    hasher.digests()
}

/// How often a future is polled before the test fails: it hangs.
const MAX_POLLS: usize = 100_000;

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let waker = noop_waker();
    let mut context = Context::from_waker(&waker);
    for _ in 0..MAX_POLLS {
        if let Poll::Ready(result) = future.as_mut().poll(&mut context) {
            return result;
        }
    }
    panic!("the call hangs");
}

/// Lets others have their turn.
async fn yield_now() {
    let mut is_over = false;
    std::future::poll_fn(|_| {
        let was_over = std::mem::replace(&mut is_over, true);
        match was_over {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    })
    .await;
}
