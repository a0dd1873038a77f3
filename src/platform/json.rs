//! JSON, by the host's own parser.

use js_sys::{Array, Object};
use wasm_bindgen::JsValue;

use super::object::get;
use crate::core::model::{Json, Kind};

impl Json for JsValue {
    fn kind(&self) -> Kind {
        if self.is_undefined() || self.is_null() {
            Kind::Null
        } else if let Some(flag) = self.as_bool() {
            Kind::Flag(flag)
        } else if let Some(number) = self.as_f64() {
            Kind::Number(number)
        } else if let Some(text) = self.as_string() {
            Kind::Text(text)
        } else if Array::is_array(self) {
            Kind::Array
        } else if self.is_object() {
            Kind::Object
        } else {
            Kind::Other
        }
    }

    fn member(&self, name: &str) -> Self {
        get(self, name)
    }

    fn members(&self) -> Vec<(String, Self)> {
        let entries = Object::entries(&Object::from(self.clone()));
        let member = |entry: Self| {
            let entry = Array::from(&entry);
            (entry.get(0).as_string().unwrap_or_default(), entry.get(1))
        };
        entries.iter().map(member).collect()
    }

    fn elements(&self) -> Vec<Self> {
        Array::from(self).to_vec()
    }
}
