//! Cookies, one for each subject, that never end.

use std::collections::HashMap;

use metadefender_wasm::core::protocol::request::Subject;

#[derive(Default)]
pub struct Cookies {
    pub session: Option<String>,
    by_id: HashMap<String, String>,
}

impl Cookies {
    pub fn of(&self, subject: &Subject) -> Option<String> {
        let own = subject.id().and_then(|id| self.by_id.get(id));
        match (&self.session, own) {
            (Some(session), Some(own)) => Some(format!("{session}; {own}")),
            (session, own) => session.as_ref().or(own).cloned(),
        }
    }

    pub fn keep(&mut self, subject: &Subject, set_cookies: &str) {
        let Some(cookie) = set_cookies
            .split(';')
            .next()
            .filter(|cookie| !cookie.is_empty())
        else {
            return;
        };
        match subject {
            Subject::Nothing => {}
            Subject::Session => self.session = Some(cookie.into()),
            Subject::Id(id) => {
                self.by_id.insert(id.clone(), cookie.into());
            }
        }
    }

    pub fn share(&mut self, data_id: &str, batch_id: &str) {
        if let Some(cookie) = self.by_id.get(batch_id) {
            self.by_id.insert(data_id.into(), cookie.clone());
        }
    }
}
