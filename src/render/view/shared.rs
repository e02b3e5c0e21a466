//! A view that is given to templates more than once: made a value for them when it is first asked for, and the same one after that.

use std::ops::Deref;
use std::sync::OnceLock;

use serde::{Serialize, Serializer};
use tera::Value;

/// A view with the value that it is to templates.
#[derive(Clone, Debug)]
pub(in crate::render) struct Shared<T> {
    view: T,
    value: OnceLock<Value>,
}

impl<T> Shared<T> {
    pub(in crate::render) fn new(view: T) -> Self {
        Self { view, value: OnceLock::new() }
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.view
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.get_or_init(|| Value::from_serializable(&self.view)).serialize(serializer)
    }
}
