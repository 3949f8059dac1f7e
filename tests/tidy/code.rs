//! What Rust code names, without its tests: paths and functions, by `syn`.

use std::sync::OnceLock;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::{File, is_test_file, rust};

/// A file of the product, read.
#[derive(Default)]
pub(crate) struct Code {
    pub(crate) path: String,
    /// Every path that is named, and in which line.
    pub(crate) paths: Vec<(usize, Vec<String>)>,
    pub(crate) functions: Vec<Function>,
}

pub(crate) struct Function {
    pub(crate) line: usize,
    pub(crate) is_public_and_async: bool,
    /// Parameters beside `self`.
    pub(crate) parameters: usize,
    /// The names of their types.
    pub(crate) types: Vec<String>,
}

impl Code {
    pub(crate) fn of(file: &File) -> Self {
        let mut code = Self { path: file.path.clone(), ..Self::default() };
        let read = syn::parse_file(&file.text).unwrap_or_else(|e| panic!("{}: {e}", file.path));
        code.visit_file(&read);
        code
    }

    /// The module it is, from the root of its package: `src/web/mod.rs` is `src`, `web`.
    pub(crate) fn module(&self) -> Vec<&str> {
        module(&self.path)
    }

    /// Paths from the root of the package, with their lines: `super` and `self` are followed.
    pub(crate) fn own_paths(&self) -> impl Iterator<Item = (usize, Vec<&str>)> {
        self.paths.iter().filter_map(|(line, path)| {
            let (mut at, mut rest) = (self.module(), &path[..]);
            let is_rooted = matches!(rest.first()?.as_str(), "crate" | "super" | "self");
            while let Some(word) = rest.first().filter(|word| ["crate", "super", "self"].contains(&word.as_str())) {
                match word.as_str() {
                    "crate" => at.truncate(1),
                    "super" => drop(at.pop()),
                    _ => {}
                }
                rest = &rest[1..];
            }
            at.extend(rest.iter().map(String::as_str));
            is_rooted.then_some((*line, at))
        })
    }

    fn note(&mut self, function: &syn::Signature, is_public: bool) {
        let mut types = Self::default();
        function.inputs.iter().for_each(|input| types.visit_fn_arg(input));
        self.functions.push(Function {
            line: function.fn_token.span.start().line,
            is_public_and_async: is_public && function.asyncness.is_some(),
            parameters: function.inputs.iter().filter(|i| matches!(i, syn::FnArg::Typed(_))).count(),
            types: types.paths.into_iter().flat_map(|(_, path)| path).collect(),
        });
    }

    /// Paths of a `use`, one for each leaf.
    fn leaves(&mut self, tree: &syn::UseTree, path: &[String]) {
        let with = |ident: &syn::Ident| (ident.span().start().line, [path, &[ident.to_string()]].concat());
        match tree {
            syn::UseTree::Path(part) => self.leaves(&part.tree, &with(&part.ident).1),
            syn::UseTree::Name(name) => self.paths.push(with(&name.ident)),
            syn::UseTree::Rename(name) => self.paths.push(with(&name.ident)),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.leaves(tree, path)),
            syn::UseTree::Glob(star) => self.paths.push((star.star_token.spans[0].start().line, path.to_vec())),
        }
    }

    /// Paths among the words of a macro: `a::b` and what stands alone.
    fn words(&mut self, tokens: TokenStream) {
        let (mut path, mut colons) = (Vec::new(), 0);
        for token in tokens {
            match token {
                TokenTree::Ident(word) if colons == 2 && !path.is_empty() => {
                    path.push(word.to_string());
                    self.paths.push((word.span().start().line, path.clone()));
                    colons = 0;
                }
                TokenTree::Ident(word) => (path, colons) = (vec![word.to_string()], 0),
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => self.words(group.stream()),
                _ => path.clear(),
            }
        }
    }
}

impl<'a> Visit<'a> for Code {
    fn visit_item(&mut self, item: &'a syn::Item) {
        let attrs = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Use(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        let is_test = |a: &syn::Attribute| matches!(&a.meta, syn::Meta::List(l) if l.path.is_ident("cfg") && l.tokens.to_string() == "test");
        if !attrs.iter().any(is_test) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        self.leaves(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let line = path.segments.first().map_or(1, |segment| segment.ident.span().start().line);
        self.paths.push((line, path.segments.iter().map(|segment| segment.ident.to_string()).collect()));
        visit::visit_path(self, path);
    }

    /// `pub(super)` names nothing.
    fn visit_visibility(&mut self, _: &'a syn::Visibility) {}

    fn visit_macro(&mut self, call: &'a syn::Macro) {
        self.visit_path(&call.path);
        self.words(call.tokens.clone());
    }

    fn visit_item_macro(&mut self, call: &'a syn::ItemMacro) {
        self.words(call.mac.tokens.clone());
    }

    fn visit_meta_list(&mut self, list: &'a syn::MetaList) {
        self.words(list.tokens.clone());
    }

    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        self.note(&item.sig, !matches!(item.vis, syn::Visibility::Inherited));
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'a syn::ImplItemFn) {
        self.note(&item.sig, !matches!(item.vis, syn::Visibility::Inherited));
        visit::visit_impl_item_fn(self, item);
    }
}

pub(crate) fn module(path: &str) -> Vec<&str> {
    let path = path.trim_start_matches("agent/").trim_end_matches(".rs");
    let mut parts: Vec<&str> = path.split('/').collect();
    if parts.last().is_some_and(|last| ["mod", "lib", "main"].contains(last)) {
        parts.pop();
    }
    parts
}

/// The product, read once.
pub(crate) fn product() -> &'static [Code] {
    static PRODUCT: OnceLock<Vec<Code>> = OnceLock::new();
    let is_product = |file: &&File| {
        (file.path.starts_with("src/") || file.path.starts_with("agent/src/")) && !is_test_file(&file.path)
    };
    PRODUCT.get_or_init(|| rust().iter().filter(is_product).map(Code::of).collect())
}
