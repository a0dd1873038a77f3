//! Logging in and out.

use js_sys::JSON;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use super::MetaDefender;
use super::report::{acknowledged, view};
use crate::core::endpoint::Endpoint;
use crate::core::error::Error;
use crate::core::model;
use crate::core::response;
use crate::platform::{Abort, Body, Failure};

/// What a log-in answers.
#[derive(Clone, Debug)]
pub struct Session {
    /// The key of the calls that follow.
    pub session_id: String,
    /// What the server said, whole.
    pub result: JsValue,
}

impl MetaDefender {
    /// *Login*: opens a session, whose id is the API key of every call that follows.
    ///
    /// # Errors
    /// `unauthorized` where user or password are wrong.
    pub async fn login(
        &self,
        user: &str,
        password: &str,
        signal: Option<AbortSignal>,
    ) -> Result<Session, Failure> {
        if user.is_empty() {
            return Err(Error::invalid_input("login needs the name of a user").into());
        }
        let abort = Abort::from(signal);
        // The words as JSON strings, by the parser that knows how to write them.
        let quoted = |text: &str| {
            JSON::stringify(&text.into())
                .map(String::from)
                .unwrap_or_default()
        };
        let body = format!(
            r#"{{"user":{},"password":{}}}"#,
            quoted(user),
            quoted(password)
        );
        let answer = self
            .call(
                self.dialect().login()?,
                Body::Text(&body),
                &[password],
                &abort,
            )
            .await?;
        let (result, session) = view::<model::Session>(Endpoint::Login, &answer)?;
        let Some(session_id) = session.session_id.text() else {
            return Err(response::unexpected(Endpoint::Login, answer.status, &answer.text).into());
        };
        self.key.replace(Some(session_id.into()));
        Ok(Session {
            session_id: session_id.into(),
            result,
        })
    }

    /// *Logout*: ends the session. The key is again the one that the connection was made with, if any.
    ///
    /// # Errors
    /// `forbidden` where there is no such session.
    pub async fn logout(&self, signal: Option<AbortSignal>) -> Result<(), Failure> {
        let abort = Abort::from(signal);
        let answer = self
            .call(self.dialect().logout()?, Body::Empty, &[], &abort)
            .await?;
        acknowledged(Endpoint::Logout, &answer)?;
        self.key.replace(self.config.options.api_key.clone());
        Ok(())
    }
}
