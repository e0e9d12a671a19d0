"""A server over real sockets that answers as an engine would not, or would only seldom."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

CERTIFICATE = Path(__file__).with_name("server.pem")  # for 127.0.0.1
AUTHORITY = CERTIFICATE.with_name("authority.pem")  # as `openssl req -x509` makes it: no key usage
OPENSEARCH = {"version": {"distribution": "opensearch", "number": "2.19.6"}}
Answer = tuple[int, Any]  # a status, and what is sent as JSON, or as it is where that is a string


class FakeEngine:
    """What it is asked is noted in `asked`; `say` tells what it answers to a path.

    `heard` gets the headers of each request, with small letters.
    """

    def __init__(self, say: Callable[[str, str], Answer]) -> None:
        self.say, self.asked, self.url = say, list[str](), ""
        self.heard: Callable[[dict[str, str]], object] = lambda _headers: None
        self.end = threading.Event()  # set when the test is over: who hangs may go on


@contextmanager
def fake_engine(say: Callable[[str, str], Answer], *, tls: bool = False) -> Iterator[FakeEngine]:
    """A fake engine, until the `with` block ends; `say` gets the path and the body."""
    fake = FakeEngine(say)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            fake.asked.append(f"{self.command} {self.path}")
            fake.heard({name.lower(): value for name, value in self.headers.items()})
            status, answer = fake.say(self.path, body)
            data = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_PUT = do_DELETE = do_HEAD = do_GET  # noqa: N815  (as http.server looks for)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    fake.url = f"http{'s' * tls}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.end.set()
        server.shutdown()
        server.server_close()
