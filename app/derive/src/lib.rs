//! `#[derive(Read)]`: how the inbox reads a type from JSON, in as little code as can be. See `app::read`.
//!
//! It goes by the same `#[serde(…)]` words as serde's `Deserialize`, so that both read the same. A word that it doesn't
//! know doesn't build.

mod words;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DataEnum, DeriveInput, Field, Fields, Ident, Result, Variant, parse_macro_input, parse_quote};
use words::{Missing, Words};

/// `app::read::Read` for a struct with named fields, a struct around one value, or an enum.
#[proc_macro_derive(Read, attributes(serde))]
pub fn read(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    implement(input).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn implement(mut input: DeriveInput) -> Result<TokenStream> {
    let words = Words::of(&input.attrs)?;
    let body = match &input.data {
        _ if words.from_text => quote! { Self::try_from(::std::string::String::read(it)?).ok() },
        Data::Struct(of) => {
            let fields = fields(&quote! { Self }, &of.fields, words.missing)?;
            quote! { ::core::option::Option::Some(#fields) }
        }
        Data::Enum(of) => variants(of, &words)?,
        Data::Union(_) => return Err(syn::Error::new_spanned(&input.ident, "a union can't be read")),
    };
    for parameter in input.generics.type_params_mut() {
        parameter.bounds.push(parse_quote! { crate::read::Read });
    }
    let name = &input.ident;
    let (impl_generics, generics, where_clause) = input.generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #impl_generics crate::read::Read for #name #generics #where_clause {
            fn read(it: &crate::read::Tree<'_>) -> ::core::option::Option<Self> {
                #body
            }
        }
    })
}

/// The whole value: `Self { a: …, b: … }` out of the object `it`, or `Self(…)` out of `it` itself.
fn fields(path: &TokenStream, fields: &Fields, missing: Missing) -> Result<TokenStream> {
    match fields {
        Fields::Unit => Ok(path.clone()),
        Fields::Unnamed(of) if of.unnamed.len() == 1 => Ok(quote! { #path(crate::read::Read::read(it)?) }),
        Fields::Unnamed(of) => Err(syn::Error::new_spanned(of, "more than one value without a name")),
        Fields::Named(of) => {
            let fields = of.named.iter().map(|field| named(field, missing)).collect::<Result<Vec<_>>>()?;
            Ok(quote! { #path { #(#fields),* } })
        }
    }
}

fn named(field: &Field, missing: Missing) -> Result<TokenStream> {
    let words = Words::of(&field.attrs)?;
    let ident = &field.ident;
    let key = ident.as_ref().map(text).unwrap_or_default();
    Ok(match (words.flatten, words.missing, missing) {
        (true, ..) => quote! { #ident: crate::read::Read::read(it)? },
        (_, Missing::Default, _) => quote! { #ident: it.or_default(#key)? },
        (_, _, Missing::Default) => quote! { #ident: it.or(#key, || Self::default().#ident)? },
        _ => quote! { #ident: it.field(#key)? },
    })
}

fn variants(of: &DataEnum, words: &Words) -> Result<TokenStream> {
    let arms = of.variants.iter().map(|variant| arm(variant, words)).collect::<Result<Vec<_>>>()?;
    let which = match &words.tag {
        Some(tag) => quote! { (it.text(#tag)?, it) },
        None => quote! { it.variant()? },
    };
    Ok(quote! {
        let (which, it) = #which;
        match which { #(#arms,)* _ => ::core::option::Option::None }
    })
}

fn arm(variant: &Variant, words: &Words) -> Result<TokenStream> {
    let name = &variant.ident;
    let tag = if words.is_snake_case { snake_case(&text(name)) } else { text(name) };
    let value = fields(&quote! { Self::#name }, &variant.fields, Missing::Fails)?;
    Ok(quote! { #tag => ::core::option::Option::Some(#value) })
}

/// A name as JSON has it.
fn text(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

fn snake_case(name: &str) -> String {
    let mut out = String::new();
    for (nth, letter) in name.char_indices() {
        if letter.is_uppercase() && nth > 0 {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}
