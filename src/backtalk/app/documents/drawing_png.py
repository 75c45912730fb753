"""A drawing as PNG, with the font that Pillow brings."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from backtalk.app.documents.drawing import Bar, Drawing, Label, Rule

_SCALE = 2
"""So that a picture is sharp on paper, too."""


def as_png(drawing: Drawing) -> bytes:
    """Return `drawing` as a PNG file, twice as large."""
    scale = _SCALE
    image = Image.new("RGB", (drawing.width * scale, drawing.height * scale), "#ffffff")
    pen = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        x, y = shape.x * scale, shape.y * scale
        match shape:
            case Bar(width=width, height=height, colour=colour):
                pen.rectangle((x, y, x + width * scale, y + height * scale), fill=colour)
            case Rule(to_x=to_x, to_y=to_y, colour=colour):
                pen.line((x, y, to_x * scale, to_y * scale), fill=colour, width=scale)
            case Label(text=text, size=size):
                font = ImageFont.load_default(size * scale)
                pen.text((x, y), text, fill="#000000", font=font, anchor="ls")
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()
