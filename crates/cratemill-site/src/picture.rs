//! A picture of things and what they refer to: laid out by `layout-rs`, drawn as SVG that takes the colours of the page.

use std::collections::BTreeSet;
use std::fmt::Write;

use layout::core::base::Orientation;
use layout::core::format::{ClipHandle, RenderBackend};
use layout::core::geometry::{Point, Position};
use layout::core::style::StyleAttr;
use layout::std_shapes::shapes::{Arrow, Element, ShapeKind};
use layout::topo::layout::VisualGraph;
use maud::{Markup, PreEscaped, html};

/// One thing.
pub struct Node {
    /// What is written on it.
    pub label: String,
    /// The page that it leads to.
    pub address: String,
}

/// More references than this are not drawn: the picture would be a knot, and laying it out takes as long as there are pairs.
const EDGES: usize = 120;
const FONT: usize = 14;
/// The room that a box has around it, to the sides and above and below.
const AROUND: (f64, f64) = (60., 20.);
/// Beyond so many things in a row the next begin a new one.
const LONE_COLUMNS: usize = 4;

/// The picture; references lead from the first to the second, by their places among the nodes.
pub fn picture(label: &str, nodes: &[Node], edges: &BTreeSet<(usize, usize)>) -> Markup {
    let edges: Vec<(usize, usize)> = edges.iter().filter(|(a, b)| a != b).copied().collect();
    let drawn = &edges[..edges.len().min(EDGES)];
    let tied: BTreeSet<usize> = drawn.iter().flat_map(|(a, b)| [*a, *b]).collect();
    let lone: Vec<usize> = (0..nodes.len()).filter(|node| !tied.contains(node)).collect();
    let mut canvas = Canvas::new(nodes);
    if !tied.is_empty() {
        draw(&mut canvas, nodes, drawn, &tied);
    }
    canvas.lone(&lone);
    let svg = canvas.finish(label);
    html! {
        figure.picture {
            div.zoom hidden {
                button type="button" data-zoom="1.25" { "Larger" }
                button type="button" data-zoom="0.8" { "Smaller" }
                button type="button" data-zoom="0" { "Whole" }
            }
            div.canvas tabindex="0" role="region" aria-label=(label) { (PreEscaped(svg)) }
            @if edges.len() > drawn.len() {
                figcaption { "The first " (EDGES) " of " (edges.len()) " references are drawn; the page of each type has all that lead to it." }
            }
        }
    }
}

fn draw(canvas: &mut Canvas<'_>, nodes: &[Node], edges: &[(usize, usize)], tied: &BTreeSet<usize>) {
    let mut graph = VisualGraph::new(Orientation::LeftToRight);
    let mut look = StyleAttr::simple();
    look.font_size = FONT;
    let mut handles = std::collections::BTreeMap::new();
    for id in tied {
        let width = width(&nodes[*id].label);
        let shape = ShapeKind::new_box("");
        let size = Point::new(width, 32.);
        let mut element =
            Element::create_with_properties(shape, look.clone(), Orientation::LeftToRight, size, id.to_string());
        element.pos = Position::new(Point::zero(), size, Point::zero(), Point::new(AROUND.0, AROUND.1));
        handles.insert(*id, graph.add_node(element));
    }
    for (from, to) in edges {
        graph.add_edge(Arrow::simple(""), handles[from], handles[to]);
    }
    graph.do_it(false, false, false, canvas);
}

fn width(label: &str) -> f64 {
    label.chars().count() as f64 * FONT as f64 * 0.62 + 24.
}

struct Canvas<'a> {
    nodes: &'a [Node],
    boxes: String,
    arrows: String,
    least: (f64, f64),
    most: (f64, f64),
}

impl<'a> Canvas<'a> {
    fn new(nodes: &'a [Node]) -> Self {
        Canvas {
            nodes,
            boxes: String::new(),
            arrows: String::new(),
            least: (f64::MAX, f64::MAX),
            most: (f64::MIN, f64::MIN),
        }
    }

    fn grow(&mut self, x: f64, y: f64) {
        self.least = (self.least.0.min(x), self.least.1.min(y));
        self.most = (self.most.0.max(x), self.most.1.max(y));
    }

    /// The nodes that nothing ties, in rows below the others.
    fn lone(&mut self, lone: &[usize]) {
        let (left, mut top) = match self.most.1 > f64::MIN {
            true => (self.least.0, self.most.1 + 40.),
            false => (0., 0.),
        };
        for row in lone.chunks(LONE_COLUMNS) {
            let mut x = left;
            for id in row {
                let width = width(&self.nodes[*id].label);
                self.node(*id, x, top, width, 32.);
                x += width + 16.;
            }
            top += 48.;
        }
    }

    fn node(&mut self, id: usize, x: f64, y: f64, width: f64, height: f64) {
        self.grow(x, y);
        self.grow(x + width, y + height);
        let node = &self.nodes[id];
        let markup = html! {
            a href=(node.address) {
                rect x=(short(x)) y=(short(y)) width=(short(width)) height=(short(height)) rx="4" {}
                text x=(short(x + width / 2.)) y=(short(y + height / 2.)) text-anchor="middle" dominant-baseline="central" {
                    (node.label)
                }
            }
        };
        self.boxes.push_str(&markup.into_string());
    }

    fn finish(self, label: &str) -> String {
        let (x, y) = (self.least.0 - 12., self.least.1 - 12.);
        let (width, height) = (self.most.0 - x + 12., self.most.1 - y + 12.);
        let view = [x, y, width, height].map(short).join(" ");
        let markup = html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox=(view) width=(short(width)) height=(short(height)) role="group" aria-label=(label) {
                (PreEscaped(format!("<g class=\"arrows\" aria-hidden=\"true\">{}</g>{}", self.arrows, self.boxes)))
            }
        };
        markup.into_string()
    }
}

/// A coordinate to a tenth of a pixel.
fn short(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

impl RenderBackend for Canvas<'_> {
    fn draw_rect(&mut self, xy: Point, size: Point, _: &StyleAttr, properties: Option<String>, _: Option<ClipHandle>) {
        if let Some(id) = properties.and_then(|id| id.parse().ok()) {
            self.node(id, xy.x, xy.y, size.x, size.y);
        }
    }

    fn draw_line(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>) {}

    fn draw_circle(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>) {}

    fn draw_text(&mut self, _: Point, _: &str, _: &StyleAttr) {}

    fn draw_arrow(
        &mut self,
        path: &[(Point, Point)],
        _: bool,
        head: (bool, bool),
        _: &StyleAttr,
        _: Option<String>,
        _: &str,
    ) {
        let [first, second, rest @ ..] = path else { return };
        for (a, b) in path {
            self.grow(a.x, a.y);
            self.grow(b.x, b.y);
        }
        let at = |point: Point| format!("{} {}", short(point.x), short(point.y));
        let mut line = format!("M{} C{} {} {}", at(first.0), at(first.1), at(second.0), at(second.1));
        let mut end = (second.0, second.1);
        for (control, point) in rest {
            let _ = write!(line, " S{} {}", at(*control), at(*point));
            end = (*control, *point);
        }
        let _ = write!(self.arrows, "<path d=\"{line}\"/>");
        if head.1 {
            self.arrows.push_str(&tip(end.0, end.1));
        }
        if head.0 {
            self.arrows.push_str(&tip(first.1, first.0));
        }
    }

    fn create_clip(&mut self, _: Point, _: Point, _: usize) -> ClipHandle {
        0
    }
}

/// The head of an arrow that comes from one point and ends at another.
fn tip(from: Point, to: Point) -> String {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = (dx * dx + dy * dy).sqrt().max(0.01);
    let (ux, uy) = (dx / length * 8., dy / length * 8.);
    let left = (to.x - ux - uy / 2., to.y - uy + ux / 2.);
    let right = (to.x - ux + uy / 2., to.y - uy - ux / 2.);
    let points = [(to.x, to.y), left, right].map(|(x, y)| format!("{},{}", short(x), short(y)));
    format!("<polygon points=\"{}\"/>", points.join(" "))
}
