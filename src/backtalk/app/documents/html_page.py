"""A page for people, as HTML: the frame around what a sheet or a report has to say.

Nothing is fetched: the HTML names no file or address. What is handed over as text is text, never
markup.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from string import Template

_PAGE = Template("""\
<!DOCTYPE html>
<html lang="$language">
<head>
<meta charset="utf-8">
<title>$title</title>
<style>
$style
</style>
</head>
<body>
$body
</body>
</html>
""")


def as_html(title: str, style: str, parts: Iterable[str], language: str = "en") -> bytes:
    """Return the page with `parts` (HTML) below its title, in the CSS `style`."""
    body = "\n".join([element("h1", title), *parts])
    return _PAGE.substitute(
        language=html.escape(language), title=html.escape(title), style=style, body=body
    ).encode()


def element(tag: str, text: str, kind: str = "") -> str:
    """Return `text` as an HTML element of the class `kind`."""
    of_class = f' class="{kind}"' if kind else ""
    return f"<{tag}{of_class}>{html.escape(text)}</{tag}>"
