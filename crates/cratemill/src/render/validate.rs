//! `validate()`: the schema's own word on a value, constraints and all.

use super::Scope;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn module(scope: &Scope<'_>) -> TokenStream {
    let items = scope.module().types.iter().filter_map(|id| {
        let schema = scope.types.types[*id].schema.as_ref()?;
        let path = scope.path(*id);
        let schemas = scope.path_from_here(&[], "SCHEMAS");
        Some(quote! {
            impl #path {
                /// Judges the value by the schema, exactly as its draft says.
                ///
                /// # Errors
                ///
                /// All violations, each with its place in the value.
                pub fn validate(&self) -> Result<(), lossless::ValidationErrors> {
                    #schemas.validate(#schema, self)
                }
                /// Judges as `validate()`, and by what the options ask for.
                ///
                /// # Errors
                ///
                /// As `validate()`.
                pub fn validate_with(&self, options: lossless::ValidateOptions) -> Result<(), lossless::ValidationErrors> {
                    super::super::SCHEMAS.validate_with(#schema, self, options)
                }
            }
        })
    });
    let items = scope.inside(items.collect());
    quote! {
        //! Validation.
        #items
    }
}
