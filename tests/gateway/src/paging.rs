//! `?first=&size=`: the requested part of a list.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use serde::Deserialize;

/// The requested page; by default `{first: 0, size: 50}`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(default)]
pub struct Paging {
    /// The first item's index.
    pub first: u64,
    /// The number of items.
    pub size: u64,
}

impl Paging {
    /// The whole list.
    pub const ALL: Self = Self {
        first: 0,
        size: u64::MAX,
    };

    /// The items of the page; empty beyond the end of the list.
    pub fn of<'a, T>(&self, list: &'a [T]) -> &'a [T] {
        let within = |index: u64| usize::try_from(index).unwrap_or(usize::MAX).min(list.len());
        &list[within(self.first)..within(self.first.saturating_add(self.size))]
    }
}

impl Default for Paging {
    fn default() -> Self {
        Self { first: 0, size: 50 }
    }
}

/// The extractor; malformed numbers are a 400 through `ApiError`.
pub type PagingQuery = Result<Query<Paging>, QueryRejection>;
