"""A drawing of lines, bars and words: as SVG, or as PNG with the font that Pillow brings."""

from __future__ import annotations

import html
import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

_PNG_SCALE = 2
"""So that a picture is sharp on paper, too."""


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
class Words:
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
    shapes: tuple[Bar | Rule | Words, ...]


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


def as_png(drawing: Drawing) -> bytes:
    """Return `drawing` as a PNG file, twice as large."""
    scale = _PNG_SCALE
    image = Image.new("RGB", (drawing.width * scale, drawing.height * scale), "#ffffff")
    pen = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        x, y = shape.x * scale, shape.y * scale
        match shape:
            case Bar(width=width, height=height, colour=colour):
                pen.rectangle((x, y, x + width * scale, y + height * scale), fill=colour)
            case Rule(to_x=to_x, to_y=to_y, colour=colour):
                pen.line((x, y, to_x * scale, to_y * scale), fill=colour, width=scale)
            case Words(text=text, size=size):
                font = ImageFont.load_default(size * scale)
                pen.text((x, y), text, fill="#000000", font=font, anchor="ls")
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def _svg(shape: Bar | Rule | Words) -> str:
    match shape:
        case Bar(x, y, width, height, colour):
            return (
                f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{colour}"/>'
            )
        case Rule(x, y, to_x, to_y, colour):
            return f'<line x1="{x:g}" y1="{y:g}" x2="{to_x:g}" y2="{to_y:g}" stroke="{colour}"/>'
        case Words(x, y, text, size):
            return f'<text x="{x:g}" y="{y:g}" font-size="{size}">{html.escape(text)}</text>'
