//! Logging in and out.

use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::call::Call;
use super::report::{acknowledged, with_text};
use super::{MetaDefender, Task};
use crate::core::endpoint::Endpoint;
use crate::core::error::Error;
use crate::platform::{Body, object, stringify};

impl MetaDefender {
    /// *Login*: opens a session, whose id is the API key of every call that follows. Answers
    /// `sessionId`, and the whole `result`.
    ///
    /// # Errors
    /// `unauthorized` where user or password are wrong.
    pub fn login(&self, user: &str, password: &str, signal: Option<AbortSignal>) -> Task<JsValue> {
        self.operation(
            self.credentials(user, password),
            "",
            &signal.into(),
            |about, answer| {
                let (result, session_id) = with_text(Endpoint::Login, &answer?, "session_id")?;
                about.client.0.key.replace(Some(session_id.clone()));
                Ok(object(&[
                    ("sessionId", session_id.into()),
                    ("result", result),
                ]))
            },
        )
    }

    fn credentials(&self, user: &str, password: &str) -> Result<Call, Error> {
        if user.is_empty() {
            return Err(Error::invalid_input("login needs the name of a user"));
        }
        let body = object(&[("user", user.into()), ("password", password.into())]);
        let body = Body::Text(stringify(&body).unwrap_or_default());
        let call = Call::from(self.dialect().login()?);
        Ok(call.with(body).hiding(vec![password.into()]))
    }

    /// *Logout*: ends the session. The key is again the one that the connection was made with, if any.
    ///
    /// # Errors
    /// `forbidden` where there is no such session.
    pub fn logout(&self, signal: Option<AbortSignal>) -> Task<JsValue> {
        let call = self.dialect().logout().map(Call::from);
        self.operation(call, "", &signal.into(), |about, answer| {
            let acknowledged = acknowledged(Endpoint::Logout, &answer?)?;
            let connection = &about.client.0;
            connection
                .key
                .replace(connection.config.options.api_key.clone());
            Ok(acknowledged)
        })
    }
}
