//! Authentication: sessions of `POST /login`, API keys, and the rights of each.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use uuid::Uuid;

use crate::config::Config;
use crate::error::ApiError;
use crate::rules::Caller;
use crate::server::State;

/// The caller of a request.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The `username` of its submissions.
    pub name: String,
    /// Its role, for rules that are restricted to roles.
    pub role: String,
    rights: Rights,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Rights {
    All,
    OwnAnalyses,
}

impl Identity {
    fn new(name: impl Into<String>, rights: Rights) -> Self {
        Self {
            name: name.into(),
            role: String::new(),
            rights,
        }
    }

    /// The caller with a `user_agent`, for the rules.
    pub fn caller<'a>(&'a self, user_agent: Option<&'a str>) -> Caller<'a> {
        Caller {
            user_agent,
            role: &self.role,
        }
    }

    /// Whether it may fetch and cancel what that user submitted.
    pub fn may_access(&self, username: &str) -> bool {
        self.rights == Rights::All || username == self.name
    }
}

/// What `POST /login` answers.
pub struct Session {
    /// The `session_id`, a valid `apikey` until the logout.
    pub session_id: String,
    /// The `oms-csrf-token`.
    pub csrf_token: String,
}

/// All keys and sessions of the gateway.
pub struct Auth {
    users: HashMap<String, String>,
    keys: HashMap<String, Identity>,
    sessions: Mutex<HashMap<String, (Identity, Instant)>>,
    session_timeout: Duration,
    roles: HashMap<String, String>,
    require_key: bool,
}

impl Auth {
    /// The users and keys of the configuration, and no session yet.
    pub fn new(config: &Config) -> Self {
        let users = config
            .users
            .iter()
            .map(|user| (user.name.clone(), user.password.clone()));
        let mut keys = HashMap::new();
        for (kind, rights, given) in [
            ("api-key", Rights::All, &config.api_keys),
            ("limited-key", Rights::OwnAnalyses, &config.limited_keys),
        ] {
            for (number, key) in (1..).zip(given) {
                keys.insert(
                    key.clone(),
                    Identity::new(format!("{kind}-{number}"), rights),
                );
            }
        }
        Self {
            users: users.collect(),
            keys,
            sessions: Mutex::default(),
            session_timeout: config.session_timeout,
            roles: config
                .roles
                .iter()
                .cloned()
                .map(|it| (it.name, it.role))
                .collect(),
            require_key: config.require_key,
        }
    }

    /// Opens a session, unless the credentials are wrong.
    pub fn login(&self, user: &str, password: &str) -> Option<Session> {
        if self
            .users
            .get(user)
            .is_none_or(|expected| expected != password)
        {
            return None;
        }
        let session_id = Uuid::new_v4().simple().to_string();
        let identity = Identity::new(user, Rights::All);
        self.sessions
            .lock()
            .unwrap()
            .insert(session_id.clone(), (identity, Instant::now()));
        Some(Session {
            session_id,
            csrf_token: Uuid::new_v4().simple().to_string(),
        })
    }

    /// Ends the session that the request's `apikey` names.
    pub fn logout(&self, headers: &HeaderMap) -> Result<(), ApiError> {
        let key = apikey(headers)?
            .ok_or_else(|| ApiError::bad_request("The apikey header is missing"))?;
        if self.session(key).is_some() {
            self.sessions.lock().unwrap().remove(key);
            Ok(())
        } else if self.keys.contains_key(key) {
            Err(ApiError::bad_request("The apikey is not a session"))
        } else {
            Err(wrong_key())
        }
    }

    /// The user of a session, whose timeout starts again.
    fn session(&self, key: &str) -> Option<Identity> {
        let mut sessions = self.sessions.lock().unwrap();
        sessions.retain(|_, (_, used)| used.elapsed() < self.session_timeout);
        let (identity, used) = sessions.get_mut(key)?;
        *used = Instant::now();
        Some(identity.clone())
    }

    /// The owner of the request's `apikey`.
    pub fn identify(&self, headers: &HeaderMap) -> Result<Identity, ApiError> {
        match apikey(headers)? {
            None if self.require_key => Err(ApiError::forbidden("The apikey header is missing")),
            None => Ok(Identity::new("", Rights::All)),
            Some(key) => {
                let session = self.session(key);
                let mut identity = session
                    .or_else(|| self.keys.get(key).cloned())
                    .ok_or_else(wrong_key)?;
                identity.role = self.roles.get(&identity.name).cloned().unwrap_or_default();
                Ok(identity)
            }
        }
    }
}

impl FromRequestParts<Arc<State>> for Identity {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<State>) -> Result<Self, ApiError> {
        state.auth.identify(&parts.headers)
    }
}

fn apikey(headers: &HeaderMap) -> Result<Option<&str>, ApiError> {
    headers
        .get("apikey")
        .map(|value| value.to_str().map_err(|_| wrong_key()))
        .transpose()
}

fn wrong_key() -> ApiError {
    ApiError::forbidden("Invalid user information: the apikey is wrong or its session has ended")
}
