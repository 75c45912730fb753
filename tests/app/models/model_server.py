"""A real web server on this machine that sends one file, well or badly, as a test wishes."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class ModelServer(ThreadingHTTPServer):
    """Sends `content` at any address; `asked_ranges` holds the Range header of each request."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.asked_ranges: list[str | None] = []
        self.status: int | None = None
        """Answer this status and nothing else."""
        self.knows_ranges = True
        self.drops_after_bytes: list[int] = []
        """How much to send before breaking off, one figure for each of the next requests."""
        self.says_length = True
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        """Address of the file."""
        return f"http://127.0.0.1:{self.server_port}/model.zip"


class _Handler(BaseHTTPRequestHandler):
    server: ModelServer

    def do_GET(self) -> None:
        server = self.server
        asked = self.headers.get("Range")
        server.asked_ranges.append(asked)
        if server.status is not None:
            self.send_error(server.status)
            return
        start, total = 0, len(server.content)
        if asked and server.knows_ranges:
            start = int(re.findall(r"\d+", asked)[0])
            if start >= total:
                self.send_error(416)
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
        else:
            self.send_response(200)
        body = server.content[start:]
        if server.says_length:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        sent = server.drops_after_bytes.pop(0) if server.drops_after_bytes else len(body)
        self.wfile.write(body[:sent])

    def log_message(self, *_args: object) -> None:
        """Write nothing into the tests' output."""


@contextmanager
def serving(content: bytes) -> Iterator[ModelServer]:
    """Run a server of `content` in a thread until the block ends."""
    with ModelServer(content) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(timeout=10)
