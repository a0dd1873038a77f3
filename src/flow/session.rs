//! Logging in and out.

use super::Result;
use super::answer::{acknowledged, object, required};
use super::call::Caller;
use super::connection::MetaDefender;
use super::host::Host;
use crate::core::model;
use crate::core::protocol::endpoint::Endpoint;

/// An open session.
#[derive(Clone, Debug)]
pub struct Session<J> {
    /// The session id, which is the API key from then on.
    pub session_id: String,
    /// The complete response.
    pub result: J,
}

impl<H: Host> MetaDefender<H> {
    /// *Login*: opens a session, whose id is the API key of every call that follows.
    ///
    /// # Errors
    /// `unauthorized` if the user or the password is wrong.
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

    /// *Logout*: ends the session. The connection then uses its original key again, if it has one.
    ///
    /// # Errors
    /// `forbidden` if there is no such session.
    pub async fn logout(&self, caller: Caller<H>) -> Result<(), H> {
        let response = self.request(self.dialect().logout(), caller).await?;
        acknowledged(Endpoint::Logout, &response)?;
        self.set_key(None);
        self.host().end_session();
        Ok(())
    }
}
