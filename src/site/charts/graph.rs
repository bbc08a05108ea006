//! What waits for what: phases in layers from left to right, each after all that it builds on. The same stands as a
//! list below it.

use std::fmt::Write as _;

use crate::site::html::escape;
use crate::site::views::shorten;

/// A node: title, words of its state, class, page, and the nodes that it builds on.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its title.
    pub title: String,
    /// "done, 4 of 4".
    pub state: String,
    /// Class of its state.
    pub class: &'static str,
    /// Its page.
    pub href: String,
    /// Indexes of the nodes before it.
    pub after: Vec<usize>,
}

const WIDTH: usize = 160;
const HEIGHT: usize = 56;
const ACROSS: usize = 200;
const DOWN: usize = 76;
/// More nodes are read as a list.
const MOST: usize = 60;

/// Draws the graph; nothing where no node builds on another, or there are too many to be read.
pub fn draw(nodes: &[Node]) -> String {
    if nodes.len() > MOST || nodes.iter().all(|node| node.after.is_empty()) {
        return String::new();
    }
    let layers = layers(nodes);
    let places = places(&layers);
    let columns = layers.iter().copied().max().unwrap_or(0) + 1;
    let rows = places.iter().map(|(_, row)| row + 1).max().unwrap_or(1);
    let (width, height) = (columns * ACROSS - ACROSS + WIDTH + 8, rows * DOWN - DOWN + HEIGHT + 8);
    let mut out = format!(
        r#"<svg class="graph" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" aria-label="Phases and what they build on, from left to right">"#
    );
    for (index, node) in nodes.iter().enumerate() {
        for before in node.after.iter().filter(|before| layers[**before] < layers[index]) {
            edge(&mut out, places[*before], places[index]);
        }
    }
    for (node, place) in nodes.iter().zip(&places) {
        let (x, y) = corner(*place);
        let shown = shorten(&node.title, 20);
        // What is cut off is not the name that the label gives.
        let hidden = if shown == node.title { "" } else { r#" aria-hidden="true""# };
        let _ = write!(
            out,
            r#"<a class="{}" href="{}" aria-label="{}: {}"><rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6"/><text{hidden} x="{}" y="{}">{}</text> <text class="st" x="{}" y="{}">{}</text></a>"#,
            node.class,
            escape(&node.href),
            escape(&node.title),
            escape(&node.state),
            x + 12,
            y + 24,
            escape(&shown),
            x + 12,
            y + 43,
            escape(&node.state),
        );
    }
    out.push_str("</svg>");
    out
}

/// The layer of each node: one behind the last of those that it builds on. A circle is cut where it closes.
fn layers(nodes: &[Node]) -> Vec<usize> {
    let mut layers = vec![0; nodes.len()];
    // The longest way has at most as many steps as there are nodes: a circle can't push further.
    for _ in 0..nodes.len() {
        let mut changed = false;
        for (index, node) in nodes.iter().enumerate() {
            let wanted = node.after.iter().map(|before| layers[*before] + 1).max().unwrap_or(0);
            if wanted > layers[index] && wanted < nodes.len() {
                layers[index] = wanted;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    layers
}

/// Column and row of each node: rows are filled in the order of the nodes.
fn places(layers: &[usize]) -> Vec<(usize, usize)> {
    let mut filled = vec![0; layers.iter().copied().max().unwrap_or(0) + 1];
    layers
        .iter()
        .map(|layer| {
            let row = filled[*layer];
            filled[*layer] += 1;
            (*layer, row)
        })
        .collect()
}

fn corner((column, row): (usize, usize)) -> (usize, usize) {
    (column * ACROSS + 4, row * DOWN + 4)
}

fn edge(out: &mut String, from: (usize, usize), to: (usize, usize)) {
    let (x1, y1) = corner(from);
    let (x2, y2) = corner(to);
    let (x1, y1, x2, y2) = (x1 + WIDTH, y1 + HEIGHT / 2, x2, y2 + HEIGHT / 2);
    let middle = x2 - 20;
    let _ = write!(
        out,
        r#"<path class="e" d="M{x1} {y1}C{middle} {y1} {} {y2} {} {y2}M{} {}l5 5-5 5"/>"#,
        x1 + 20,
        x2 - 1,
        x2 - 6,
        y2 - 5,
    );
}
