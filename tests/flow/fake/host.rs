//! [`FakeHost`] as a [`Host`].

use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use metadefender_wasm::core::hasher::Hasher;
use metadefender_wasm::core::model::Field;
use metadefender_wasm::core::protocol::request::Subject;
use metadefender_wasm::flow::{
    Downloaded, Failure, File, Hashed, Host, HttpRequest, HttpResponse, OnBytes, Result, Uploaded,
};
use metadefender_wasm::{Algorithm, ContentEncoding, Digests, Engine, Error, ErrorCode};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::file::Spec;
use super::{Answer, Body, Event, FakeFile, FakeHost, Moment, Request, Signal, Source};

/// ms since 1970 at the beginning of every test: Wed, 21 Oct 2015 07:28:00 GMT.
pub const BEGINNING: f64 = 1_445_412_480_000.0;

impl FakeHost {
    /// Does something that an abort can end before, during and after.
    async fn operation<T>(
        &self,
        event: Event,
        work: impl AsyncFnOnce() -> Result<T, Self>,
    ) -> Result<T, Self> {
        let is_request = matches!(event, Event::Request(_));
        assert!(
            !is_request || self.check_abort().is_ok(),
            "a call that was aborted before goes on with a request"
        );
        let number = self.number();
        self.reach(number, Moment::Before);
        self.check_abort()?;
        self.note(event);
        yield_now().await;
        self.reach(number, Moment::During);
        self.check_abort()?;
        let end = work().await;
        self.check_abort()?;
        self.reach(number, Moment::After);
        end
    }

    async fn wait(&self, ms: f64) {
        self.world.clock.sleep(ms, self.signal.as_ref()).await;
    }

    async fn exchange(&self, request: &Request) -> Result<HttpResponse<Value>, Self> {
        let Answer { body, delay } = self.answer_to(request);
        if delay > 0.0 {
            self.wait(delay).await;
            self.check_abort()?;
        }
        match body {
            Body::Http {
                status,
                text,
                retry_after,
                set_cookies,
            } => Ok(HttpResponse {
                status,
                json: serde_json::from_str(&text).ok(),
                text,
                retry_after,
                set_cookies,
            }),
            Body::Broken => Err(thrown(ErrorCode::Network, "no answer arrived")),
            Body::Thrown(cause) => Err(Failure::Failed {
                error: Error::new(ErrorCode::Network, "no answer arrived"),
                cause: Some(cause),
            }),
            Body::Unanswered => Err(Failure::Failed {
                error: Error::new(ErrorCode::Timeout, "no response came").finally(),
                cause: None,
            }),
            Body::Stalled => Err(thrown(ErrorCode::Timeout, "nothing moved for too long")),
            Body::By(_) => panic!("an answer that depends on the request gave another such one"),
        }
    }

    fn noted(&self, http: &HttpRequest) -> Request {
        Request {
            http: http.clone(),
            bytes: None,
            algorithms: Vec::new(),
            is_download: false,
            at: self.time(),
        }
    }
}

fn thrown(code: ErrorCode, message: &'static str) -> Failure<Value> {
    Failure::Failed {
        error: Error::new(code, message),
        cause: Some(json!("thrown by the host")),
    }
}

fn unreadable() -> Failure<Value> {
    thrown(ErrorCode::InvalidInput, "the file could not be read")
}

/// Lets other futures have their turn.
async fn yield_now() {
    let mut was_polled = false;
    poll_fn(|context| match std::mem::replace(&mut was_polled, true) {
        true => Poll::Ready(()),
        false => {
            context.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await;
}

impl Host for FakeHost {
    type Json = Value;
    type Source = Source;
    type File = FakeFile;
    type Signal = Signal;
    type Thrown = Value;
    type Download = String;

    fn bound_to(&self, signal: Option<Signal>) -> Self {
        Self {
            world: Rc::clone(&self.world),
            signal,
        }
    }

    fn check_abort(&self) -> Result<(), Self> {
        match self.signal.as_ref().and_then(Signal::reason) {
            Some(reason) => Err(Failure::Aborted(reason)),
            None => Ok(()),
        }
    }

    async fn send(&self, request: &HttpRequest) -> Result<HttpResponse<Value>, Self> {
        let request = self.noted(request);
        let event = Event::Request(request.clone());
        self.operation(event, async || self.exchange(&request).await)
            .await
    }

    async fn download(&self, request: &HttpRequest) -> Result<Downloaded<Self>, Self> {
        let request = Request {
            is_download: true,
            ..self.noted(request)
        };
        let event = Event::Request(request.clone());
        self.operation(event, async || {
            let response = self.exchange(&request).await?;
            Ok(match response.is_success() {
                true => Downloaded::Success(response.text),
                false => Downloaded::Refused(response),
            })
        })
        .await
    }

    async fn upload(
        &self,
        request: &HttpRequest,
        file: &FakeFile,
        length: f64,
        algorithms: &[Algorithm],
        on_sent: OnBytes,
    ) -> Result<Uploaded<Value>, Self> {
        self.world.callbacks.borrow_mut().push(on_sent.clone());
        let request = Request {
            bytes: Some(file.spec.bytes.clone()),
            algorithms: algorithms.into(),
            ..self.noted(request)
        };
        let event = Event::Request(request.clone());
        self.operation(event, async || {
            let bytes = file.read().ok_or_else(unreadable)?;
            if bytes.len() as f64 != length {
                let message = "the file has another length than was said";
                return Err(thrown(ErrorCode::InvalidInput, message));
            }
            on_sent((length / 2.0).floor());
            on_sent(length);
            let response = self.exchange(&request).await?;
            let digests = match algorithms {
                [] => Digests::default(),
                algorithms => digests(bytes, algorithms),
            };
            Ok(Uploaded { response, digests })
        })
        .await
    }

    async fn user_headers(&self) -> Result<Vec<(String, String)>, Self> {
        let mut given = self.world.user_headers.borrow_mut();
        let first = match given.len() {
            0 => return Ok(Vec::new()),
            1 => given[0].clone(),
            _ => given.remove(0),
        };
        match first {
            Some(headers) => Ok(headers),
            None => Err(thrown(ErrorCode::InvalidInput, "the function failed")),
        }
    }

    fn cookies(&self, subject: &Subject, _url: &str) -> Option<String> {
        self.world.cookies.borrow().of(subject)
    }

    fn keep_cookies(&self, subject: &Subject, _url: &str, set_cookies: &str) {
        self.world.cookies.borrow_mut().keep(subject, set_cookies);
    }

    fn share_cookies(&self, data_id: &str, batch_id: &str) {
        self.world.cookies.borrow_mut().share(data_id, batch_id);
    }

    fn end_session(&self) {
        self.world.cookies.borrow_mut().session = None;
    }

    fn sends_streams(&self) -> bool {
        self.world.sends_streams.get()
    }

    fn keeps_on_disk(&self) -> bool {
        !self.world.sends_streams.get()
    }

    async fn open(&self, source: &Source, content_length: Option<f64>) -> Result<FakeFile, Self> {
        self.operation(Event::Open, async || {
            let spec = source.spec();
            if !spec.is_file {
                return Err(thrown(ErrorCode::InvalidInput, "this is no file"));
            }
            let length = match spec.is_stream {
                true => spec.stated.or(content_length),
                false => Some(spec.bytes.len() as f64),
            };
            Ok(FakeFile::new(Rc::clone(spec), length))
        })
        .await
    }

    fn file_name(&self, source: &Source) -> Option<String> {
        source.spec().name.clone()
    }

    async fn collect(&self, stream: FakeFile, limit: Option<f64>) -> Result<FakeFile, Self> {
        self.operation(Event::Collect, async || {
            let bytes = stream.read().ok_or_else(unreadable)?.to_vec();
            if limit.is_some_and(|limit| bytes.len() as f64 > limit) {
                return Err(thrown(ErrorCode::LengthRequired, "the stream is too long"));
            }
            Ok(in_memory(bytes, stream.filename()))
        })
        .await
    }

    async fn encode(&self, file: &FakeFile, encoding: ContentEncoding) -> Result<FakeFile, Self> {
        self.operation(Event::Encode, async || {
            if !self.world.encodes.get() {
                return Err(thrown(
                    ErrorCode::Unsupported,
                    "nothing can be encoded here",
                ));
            }
            let bytes = file.read().ok_or_else(unreadable)?;
            let mut encoded = encoding.name().as_bytes().to_vec();
            encoded.extend_from_slice(bytes);
            Ok(in_memory(encoded, None))
        })
        .await
    }

    async fn hash(
        &self,
        file: &FakeFile,
        algorithms: &[Algorithm],
        engine: Option<Engine>,
        on_read: OnBytes,
    ) -> Result<Hashed, Self> {
        self.world.callbacks.borrow_mut().push(on_read.clone());
        let mut names: Vec<_> = algorithms
            .iter()
            .map(|algorithm| algorithm.as_str())
            .collect();
        names.extend(engine.map(|engine| match engine {
            Engine::Wasm => "by wasm",
            Engine::Native => "by native",
        }));
        self.operation(Event::Hash(names.join(" ")), async || {
            let bytes = file.read().ok_or_else(unreadable)?;
            let length = bytes.len() as f64;
            on_read((length / 2.0).floor());
            on_read(length);
            let digests = digests(bytes, algorithms);
            Ok(Hashed { digests, length })
        })
        .await
    }

    async fn sleep(&self, ms: f64) -> Result<(), Self> {
        self.operation(Event::Sleep(ms), async || {
            self.wait(ms).await;
            Ok(())
        })
        .await
    }

    fn now(&self) -> f64 {
        self.time()
    }

    fn wall_clock(&self) -> f64 {
        BEGINNING + self.time()
    }

    fn parse_date(&self, text: &str) -> Option<f64> {
        let seconds = text.strip_prefix("Wed, 21 Oct 2015 07:28:")?;
        let seconds: f64 = seconds.strip_suffix(" GMT")?.parse().ok()?;
        Some(BEGINNING + seconds * 1_000.0)
    }

    fn redacted(&self, thrown: Value, secrets: &[String]) -> Value {
        let text = thrown.to_string();
        let strike = |text: String, secret: &String| text.replace(secret, "[redacted]");
        serde_json::from_str(&secrets.iter().fold(text, strike)).expect("JSON")
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
        self.keep(task);
    }
}

fn digests(bytes: &[u8], algorithms: &[Algorithm]) -> Digests {
    let mut hasher = Hasher::new(algorithms);
    hasher.update(bytes);
    hasher.digests()
}

fn in_memory(bytes: Vec<u8>, name: Option<String>) -> FakeFile {
    let length = bytes.len() as f64;
    let source = match name {
        Some(name) => Source::named(&name, &bytes),
        None => Source::bytes(&bytes),
    };
    let spec: Rc<Spec> = Rc::clone(source.spec());
    FakeFile::new(spec, Some(length))
}
