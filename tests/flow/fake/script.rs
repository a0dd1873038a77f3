//! Which answer belongs to which request.

use std::cell::Cell;

use super::{Answer, Body, FakeHost, Request};

pub struct Rule {
    pattern: String,
    answers: Vec<Answer>,
    asked: Cell<usize>,
}

impl FakeHost {
    /// Answers an operation by these answers in their order; the last one stays. `pattern` is method and
    /// path, with `*` for an id. A later script of the same request takes the place of an earlier one.
    pub fn on<const N: usize>(&self, pattern: &str, answers: [Answer; N]) {
        assert!(N > 0, "{pattern} has no answer");
        let rule = Rule {
            pattern: pattern.into(),
            answers: answers.into(),
            asked: Cell::new(0),
        };
        self.world.script.borrow_mut().insert(0, rule);
    }

    /// The answer to a request: with its delay, but never one that depends on the request.
    pub(super) fn answer_to(&self, request: &Request) -> Answer {
        let line = request.line();
        let scripted = {
            let script = self.world.script.borrow();
            let rule = script.iter().find(|rule| rule.is_for(&line));
            let rule = rule.unwrap_or_else(|| panic!("nobody wrote an answer to {line}"));
            rule.next()
        };
        match &scripted.body {
            Body::By(answer) => {
                let answer = answer(request);
                let delay = answer.delay + scripted.delay;
                answer.after(delay)
            }
            _ => scripted,
        }
    }
}

impl Rule {
    fn next(&self) -> Answer {
        let time = self.asked.get();
        self.asked.set(time + 1);
        self.answers[time.min(self.answers.len() - 1)].clone()
    }

    /// A pattern without a query is for every query.
    fn is_for(&self, line: &str) -> bool {
        let line = match self.pattern.contains('?') {
            true => line,
            false => line.split('?').next().unwrap_or(line),
        };
        let (pattern, line) = (self.pattern.split('/'), line.split('/'));
        pattern.clone().count() == line.clone().count()
            && pattern
                .zip(line)
                .all(|(wanted, given)| wanted == "*" || wanted == given)
    }
}
