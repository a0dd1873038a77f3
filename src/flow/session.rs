//! Logging in and out.

use super::Result;
use super::answer::{acknowledged, object, required};
use super::call::Caller;
use super::connection::MetaDefender;
use super::host::Host;
use crate::core::model;
use crate::core::protocol::endpoint::Endpoint;

/// A session that was opened.
#[derive(Clone, Debug)]
pub struct Session<J> {
    /// The session, which is the API key from then on.
    pub session_id: String,
    /// What the server said, whole.
    pub result: J,
}

impl<H: Host> MetaDefender<H> {
    /// *Login*: opens a session, whose id is the API key of every call that follows.
    ///
    /// # Errors
    /// `unauthorized` where user or password are wrong.
    pub async fn login(
        &self,
        user: &str,
        password: &str,
        caller: Caller<H>,
    ) -> Result<Session<H::Json>, H> {
        let request = self.dialect().login(user, password);
        let response = self.request(request, caller).await?;
        let (result, view): (_, model::Session) = object(self.host(), Endpoint::Login, &response)?;
        let session_id = required(&view.session_id, Endpoint::Login, &response)?;
        self.set_key(Some(session_id.clone()));
        Ok(Session { session_id, result })
    }

    /// *Logout*: ends the session. The key is again the one that the connection was made with, if any.
    ///
    /// # Errors
    /// `forbidden` where there is no such session.
    pub async fn logout(&self, caller: Caller<H>) -> Result<(), H> {
        let response = self.request(self.dialect().logout(), caller).await?;
        acknowledged(Endpoint::Logout, &response)?;
        self.set_key(None);
        self.host().end_session();
        Ok(())
    }
}
