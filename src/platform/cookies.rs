//! The cookies of a connection, for runtimes that keep none themselves.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::core::protocol::request::Subject;

#[wasm_bindgen(module = "/src/platform/js/cookies.js")]
extern "C" {
    /// The cookies of a connection. Clones share them.
    #[derive(Clone, Debug)]
    pub type CookieJar;

    #[wasm_bindgen(constructor)]
    pub fn new() -> CookieJar;

    #[wasm_bindgen(method, js_name = header)]
    fn header_of(this: &CookieJar, id: Option<&str>, url: &str) -> Option<String>;

    #[wasm_bindgen(method, js_name = take)]
    fn take_for(this: &CookieJar, id: Option<&str>, url: &str, set_cookies: &str);

    /// Lets an analysis share the cookies of its batch.
    #[wasm_bindgen(method)]
    pub fn share(this: &CookieJar, data_id: &str, batch_id: &str);

    /// Forgets the cookies of the session.
    #[wasm_bindgen(method, js_name = endSession)]
    pub fn end_session(this: &CookieJar);
}

impl CookieJar {
    /// The header `Cookie` of a request.
    pub fn header(&self, subject: &Subject, url: &str) -> Option<String> {
        self.header_of(subject.id(), url)
    }

    /// Keeps the cookies that a response sets for `subject`.
    pub fn take(&self, subject: &Subject, url: &str, set_cookies: &str) {
        if *subject != Subject::Nothing && !set_cookies.is_empty() {
            self.take_for(subject.id(), url, set_cookies);
        }
    }
}
