"""A drawing of lines, bars and words, and the same as SVG."""

from __future__ import annotations

import html
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True)
class Rule:
    """A thin straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    colour: str = "#999999"


@dataclass(frozen=True)
class Label:
    """Text whose first letter begins at x, on the base line y."""

    x: float
    y: float
    text: str
    size: int = 13


@dataclass(frozen=True)
class Drawing:
    """All shapes, on white; sizes in points."""

    width: int
    height: int
    title: str
    shapes: tuple[Bar | Rule | Label, ...]


def as_svg(drawing: Drawing) -> str:
    """Return `drawing` as an SVG document."""
    width, height = drawing.width, drawing.height
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" role="img">',
        f"<title>{html.escape(drawing.title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *(_svg(shape) for shape in drawing.shapes),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _svg(shape: Bar | Rule | Label) -> str:
    match shape:
        case Bar(x, y, width, height, colour):
            return (
                f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{colour}"/>'
            )
        case Rule(x, y, to_x, to_y, colour):
            return f'<line x1="{x:g}" y1="{y:g}" x2="{to_x:g}" y2="{to_y:g}" stroke="{colour}"/>'
        case Label(x, y, text, size):
            return f'<text x="{x:g}" y="{y:g}" font-size="{size}">{html.escape(text)}</text>'
