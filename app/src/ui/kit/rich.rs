//! Draws formatted text. The tree can't hold a script, and nothing here sets inner HTML.

use crate::domain::rich::{Block, Href, Inline};
use leptos::prelude::*;

/// Blocks, one after another.
pub fn blocks(of: &[Block]) -> AnyView {
    of.iter().map(block).collect_view().into_any()
}

/// Blocks with `end` at the end of their last line.
pub fn blocks_ending(of: &[Block], end: AnyView) -> AnyView {
    let Some((last, before)) = of.split_last() else { return end };
    let last = match last {
        Block::Paragraph { of } => view! { <p>{inlines(of)} {end}</p> }.into_any(),
        Block::List { start, items } if !items.is_empty() => list(*start, items_ending(items, end)),
        other => (block(other), end).into_any(),
    };
    (blocks(before), last).into_any()
}

fn items_ending(items: &[Vec<Block>], end: AnyView) -> Vec<AnyView> {
    let Some((last, before)) = items.split_last() else { return vec![end] };
    let last = view! { <li>{blocks_ending(last, end)}</li> }.into_any();
    list_items(before).into_iter().chain([last]).collect()
}

fn list(start: Option<u32>, items: Vec<AnyView>) -> AnyView {
    match start {
        None => view! { <ul>{items}</ul> }.into_any(),
        Some(start) => view! { <ol start=start.to_string()>{items}</ol> }.into_any(),
    }
}

fn block(block: &Block) -> AnyView {
    match block {
        Block::Paragraph { of } => view! { <p>{inlines(of)}</p> }.into_any(),
        // A heading inside a message is no heading of the page.
        Block::Heading { of, .. } => view! { <p class="rich-heading">{inlines(of)}</p> }.into_any(),
        Block::List { start, items } => list(*start, list_items(items)),
        Block::Code { text } => view! { <pre tabindex="0"><code>{text.clone()}</code></pre> }.into_any(),
        Block::Quote { of } => view! { <blockquote>{blocks(of)}</blockquote> }.into_any(),
        Block::Table { rows } => table(rows),
    }
}

fn list_items(items: &[Vec<Block>]) -> Vec<AnyView> {
    items.iter().map(|of| view! { <li>{blocks(of)}</li> }.into_any()).collect()
}

fn table(rows: &[Vec<Vec<Inline>>]) -> AnyView {
    let Some((head, body)) = rows.split_first() else { return ().into_any() };
    let head = head.iter().map(|cell| view! { <th scope="col">{inlines(cell)}</th> }).collect_view();
    let body =
        body.iter().map(|row| view! { <tr>{row.iter().map(|cell| view! { <td>{inlines(cell)}</td> }).collect_view()}</tr> }).collect_view();
    view! {
        <div class="rich-table" tabindex="0">
            <table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>
        </div>
    }
    .into_any()
}

fn inlines(of: &[Inline]) -> Vec<AnyView> {
    of.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> AnyView {
    match inline {
        Inline::Text { text } => text.clone().into_any(),
        Inline::Strong { of } => view! { <strong>{inlines(of)}</strong> }.into_any(),
        Inline::Em { of } => view! { <em>{inlines(of)}</em> }.into_any(),
        Inline::Code { text } => view! { <code>{text.clone()}</code> }.into_any(),
        Inline::Link { to, of } => away(to, inlines(of)),
        Inline::Break => view! { <br/> }.into_any(),
    }
}

/// A link that leaves the inbox: in a tab of its own, which learns nothing about this one.
pub fn away<'h>(to: impl Into<Option<&'h Href>>, words: impl IntoView + 'static) -> AnyView {
    let Some(to) = to.into() else { return words.into_view().into_any() };
    view! { <a href=to.as_str().to_owned() target="_blank" rel="noopener noreferrer">{words.into_view()}</a> }.into_any()
}
