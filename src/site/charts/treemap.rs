//! The map: files or folders as tiles, as large as they have lines, shaded by what is covered. Squarified, so that
//! tiles are read easily (Bruls, Huizing, van Wijk, 2000). At most sixty tiles; the rest is one.

use std::fmt::Write as _;

use crate::model::digits::number_into;
use crate::model::ratio::Ratio;
use crate::site::html::{escape, escape_into};
use crate::site::numbers;

const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 420.0;
/// Each tile is a tab stop: more would be a trap.
pub const MOST: usize = 60;

/// A tile: its name, its ratio, its page.
#[derive(Clone, Debug)]
pub struct Tile {
    /// What it is called in the picture.
    pub name: String,
    /// Its whole path.
    pub path: String,
    /// Covered and total.
    pub ratio: Ratio,
    /// Its page.
    pub href: Option<String>,
}

#[derive(Clone, Copy)]
struct Area {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// Draws the tiles, the largest first. Nothing with fewer than two.
pub fn draw(mut tiles: Vec<Tile>, decimals: u32, label: &str) -> String {
    tiles.retain(|tile| !tile.ratio.is_empty());
    tiles.sort_by(|a, b| b.ratio.total.cmp(&a.ratio.total).then_with(|| a.path.cmp(&b.path)));
    if tiles.len() > MOST {
        let rest = tiles.split_off(MOST - 1);
        let mut ratio = Ratio::default();
        for tile in &rest {
            ratio += tile.ratio;
        }
        let name = format!("{} more", rest.len());
        tiles.push(Tile { path: name.clone(), name, ratio, href: None });
    }
    if tiles.len() < 2 {
        return String::new();
    }
    let sizes: Vec<f64> = tiles.iter().map(|tile| tile.ratio.total as f64).collect();
    let mut out = format!(r#"<svg class="map" viewBox="0 0 1000 420" role="group" aria-label="{}">"#, escape(label));
    for (tile, area) in tiles.iter().zip(squarify(&sizes)) {
        draw_tile(&mut out, tile, area, decimals);
    }
    out.push_str("</svg>");
    out
}

fn draw_tile(out: &mut String, tile: &Tile, area: Area, decimals: u32) {
    let scale = numbers::scale(tile.ratio);
    let step = scale.trim_start_matches('s');
    let percent = format!("{} %", tile.ratio.percent_digits(decimals));
    let close = if let Some(href) = &tile.href {
        out.push_str("<a href=\"");
        escape_into(out, href);
        "</a>"
    } else {
        out.push_str("<g role=\"img");
        "</g>"
    };
    out.push_str("\" aria-label=\"");
    escape_into(out, &tile.name);
    let _ = write!(out, " {percent}, {} lines, ", tile.ratio.total);
    escape_into(out, &tile.path);
    out.extend(["\"><rect class=\"", scale]);
    length_into(out, "x", area.x + 1.0);
    length_into(out, "y", area.y + 1.0);
    length_into(out, "width", (area.width - 2.0).max(0.5));
    length_into(out, "height", (area.height - 2.0).max(0.5));
    out.push_str("\" rx=\"2\"/>");
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 150")]
    let letters = ((area.width - 12.0) / 6.6).max(0.0) as usize;
    let name: String = tile.name.chars().take(letters).collect();
    let whole = name.len() == tile.name.len();
    if area.height >= 22.0 && name.chars().count() >= 3 {
        let shown =
            if whole { name } else { format!("{}…", &name[..name.char_indices().last().map_or(0, |(at, _)| at)]) };
        // What is cut off is not the name that the label gives.
        let hidden = if whole { "" } else { "\" aria-hidden=\"true" };
        let mut write = |class: [&str; 3], down: f64, text: &str| {
            out.extend(class);
            out.push_str(hidden);
            length_into(out, "x", area.x + 6.0);
            length_into(out, "y", area.y + down);
            out.push_str("\">");
            escape_into(out, text);
            out.push_str("</text>");
        };
        write(["<text class=\"o", step, ""], 16.0, &shown);
        if area.height >= 38.0 && area.width >= 50.0 {
            write([" <text class=\"o", step, " n"], 31.0, &percent);
        }
    }
    out.push_str(close);
}

/// Ends an attribute, and begins one that is a length in tenths.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000, in the picture")]
fn length_into(out: &mut String, name: &str, length: f64) {
    let tenths = (length.max(0.0) * 10.0).round() as u64;
    out.extend(["\" ", name, "=\""]);
    number_into(out, tenths / 10);
    out.push('.');
    number_into(out, tenths % 10);
}

/// Areas for sizes in descending order.
fn squarify(sizes: &[f64]) -> Vec<Area> {
    let total: f64 = sizes.iter().sum();
    let scaled: Vec<f64> = sizes.iter().map(|size| size / total * WIDTH * HEIGHT).collect();
    let mut areas = Vec::with_capacity(sizes.len());
    let mut free = Area { x: 0.0, y: 0.0, width: WIDTH, height: HEIGHT };
    let mut from = 0;
    while from < scaled.len() {
        let side = free.width.min(free.height);
        let mut to = from + 1;
        while to < scaled.len() && worst(&scaled[from..=to], side) <= worst(&scaled[from..to], side) {
            to += 1;
        }
        free = lay_row(&scaled[from..to], free, &mut areas);
        from = to;
    }
    areas
}

/// The worst relation of sides in a row along `side`.
fn worst(row: &[f64], side: f64) -> f64 {
    let sum: f64 = row.iter().sum();
    let largest = row.iter().copied().fold(0.0, f64::max);
    let smallest = row.iter().copied().fold(f64::INFINITY, f64::min);
    (side * side * largest / (sum * sum)).max(sum * sum / (side * side * smallest))
}

/// Lays a row along the shorter side; what is left is free.
fn lay_row(row: &[f64], free: Area, areas: &mut Vec<Area>) -> Area {
    let sum: f64 = row.iter().sum();
    if free.width >= free.height {
        let width = sum / free.height.max(1e-9);
        let mut y = free.y;
        for size in row {
            let height = size / width.max(1e-9);
            areas.push(Area { x: free.x, y, width, height });
            y += height;
        }
        Area { x: free.x + width, width: (free.width - width).max(0.0), ..free }
    } else {
        let height = sum / free.width.max(1e-9);
        let mut x = free.x;
        for size in row {
            let width = size / height.max(1e-9);
            areas.push(Area { x, y: free.y, width, height });
            x += width;
        }
        Area { y: free.y + height, height: (free.height - height).max(0.0), ..free }
    }
}
