//! What the service says.

use std::rc::Rc;

use serde_json::Value;

use super::Request;

/// The answer to one request.
#[derive(Clone)]
pub struct Answer {
    pub body: Body,
    /// ms until it is there.
    pub delay: f64,
}

#[derive(Clone)]
pub enum Body {
    Http {
        status: u16,
        text: String,
        retry_after: Option<String>,
        set_cookies: String,
    },
    /// The connection breaks.
    Broken,
    /// The host throws this.
    Thrown(Value),
    /// Nothing moves for too long.
    Stalled,
    /// Nothing comes for too long after the last byte of an upload.
    Unanswered,
    /// It depends on the request.
    By(Rc<dyn Fn(&Request) -> Answer>),
}

impl From<Body> for Answer {
    fn from(body: Body) -> Self {
        Self { body, delay: 0.0 }
    }
}

/// A success with this JSON.
pub fn answer(json: Value) -> Answer {
    text(&json.to_string())
}

/// A success with this text.
pub fn text(text: &str) -> Answer {
    status(200).with_text(text)
}

/// A web page, where JSON should be.
pub fn html() -> Answer {
    text("<!doctype html><h1>Welcome</h1>")
}

/// An answer without body.
pub fn status(status: u16) -> Answer {
    let (text, retry_after) = (String::new(), None);
    Body::Http {
        status,
        text,
        retry_after,
        set_cookies: String::new(),
    }
    .into()
}

/// An answer that depends on the request.
pub fn by(answer: impl Fn(&Request) -> Answer + 'static) -> Answer {
    Body::By(Rc::new(answer)).into()
}

impl Answer {
    /// A connection that breaks.
    pub fn broken() -> Self {
        Body::Broken.into()
    }

    /// A host that throws this instead of sending.
    pub fn thrown(value: Value) -> Self {
        Body::Thrown(value).into()
    }

    /// A server that does not answer.
    pub fn stalled() -> Self {
        Body::Stalled.into()
    }

    /// A server that has taken a file and does not answer.
    pub fn unanswered() -> Self {
        Body::Unanswered.into()
    }

    /// The same, with this JSON.
    pub fn with(self, json: Value) -> Self {
        self.with_text(&json.to_string())
    }

    /// The same, with this text.
    pub fn with_text(mut self, body: &str) -> Self {
        if let Body::Http { text, .. } = &mut self.body {
            *text = body.into();
        }
        self
    }

    /// The same, with the header `Retry-After` or `x-ratelimit-reset-in`.
    pub fn retry_after(mut self, value: &str) -> Self {
        if let Body::Http { retry_after, .. } = &mut self.body {
            *retry_after = Some(value.into());
        }
        self
    }

    /// The same, with a header `Set-Cookie`.
    pub fn set_cookie(mut self, value: &str) -> Self {
        if let Body::Http { set_cookies, .. } = &mut self.body {
            *set_cookies = value.into();
        }
        self
    }

    /// The same, after so many ms.
    pub fn after(mut self, ms: f64) -> Self {
        self.delay = ms;
        self
    }
}
