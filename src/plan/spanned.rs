//! A value of the plan file with its place in the text.

use std::ops::Range;

use serde::Deserialize;

/// [`toml::Spanned`], which the schema of plan files takes for the value alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub struct Spanned<T>(toml::Spanned<T>);

impl<T> Spanned<T> {
    /// A value that stands nowhere in the text.
    pub fn nowhere(value: T) -> Self {
        Spanned(toml::Spanned::new(0..0, value))
    }

    /// The value.
    pub fn get_ref(&self) -> &T {
        self.0.get_ref()
    }

    /// The bytes of the text that say it.
    pub fn span(&self) -> Range<usize> {
        self.0.span()
    }
}

#[cfg(test)]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator};

    impl<T: JsonSchema> JsonSchema for super::Spanned<T> {
        fn schema_name() -> Cow<'static, str> {
            T::schema_name()
        }

        fn inline_schema() -> bool {
            T::inline_schema()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            T::json_schema(generator)
        }
    }
}
