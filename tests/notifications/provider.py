"""A provider of SMS: a little HTTP server that keeps a ledger of what it took, and misbehaves on request."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Provider(ThreadingHTTPServer):
    """`moods`: how the next requests are answered, in turn; then always `ok`.

    ok · refuse (400) · stranger (401) · poor (402) · hurried (429) · broken (500, its own words) · gateway (502, somebody else's) · hang (takes,
    then says nothing) · cut (takes, then closes without a word) · reset (closes before it took anything) · half (takes, says 201, and cuts the
    body) · twice (takes, and answers two times) · slow (takes after `latency`)."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, *, latency: float = 0.0, events: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), Desk)
        self.latency, self.tells_events = latency, events
        self.taken: list[dict] = []
        self.headers: list[dict] = []
        self.moods: list[str] = []
        self.mutex = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def keys(self) -> list[str]:
        """The ledger: the key of each message taken, in order."""
        return [each["tag"] for each in self.taken]

    def next_mood(self) -> str:
        with self.mutex:
            return self.moods.pop(0) if self.moods else "ok"

    def handle_error(self, *_details) -> None:
        """A client that is gone is no news."""


class Desk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Provider

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        mood = self.server.next_mood()
        if mood in ANSWERS:
            self.answer(*ANSWERS[mood])
        elif mood == "reset":
            self.hang_up()
        else:
            self.take(asked, mood)

    def take(self, asked: dict, mood: str) -> None:
        time.sleep(self.server.latency)
        with self.server.mutex:
            self.server.taken.append(asked)
            self.server.headers.append(dict(self.headers))
            number = len(self.server.taken)
        if mood == "hang":
            time.sleep(1)
        if mood in ("hang", "cut"):
            return self.hang_up()
        self.answer(201, {"messageId": number}, cut=mood == "half")
        if mood == "twice":
            self.answer(201, {"messageId": number})
        return None

    def do_GET(self) -> None:
        [tag] = parse_qs(urlsplit(self.path).query)["tags"]
        known = [{"tag": tag, "event": "sent"}] if self.server.tells_events and tag in self.server.keys else []
        self.answer(200, {"events": known})

    def answer(self, status: int, body: dict | str, headers: dict | None = None, *, cut: bool = False) -> None:
        content = (json.dumps(body) if isinstance(body, dict) else body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content) + 100 * cut))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        if cut:
            self.wfile.flush()
            self.hang_up()

    def hang_up(self) -> None:
        """Abruptly: what the client reads next is an error."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def log_message(self, *_parts) -> None:
        """Tests are silent."""


ANSWERS = {
    "refuse": (400, {"code": "invalid_parameter", "message": "Invalid telephone number"}),
    "stranger": (401, {"code": "unauthorized", "message": "Key not found"}),
    "poor": (402, {"code": "not_enough_credits", "message": "Not enough credits"}),
    "hurried": (429, {"code": "too_many_requests", "message": "Rate limit"}, {"x-sib-ratelimit-reset": "900"}),
    "broken": (500, {"code": "internal_error", "message": "Try again"}),
    "gateway": (502, "<html>Bad gateway</html>"),
}


@contextmanager
def open_for_business(**options):
    provider = Provider(**options)
    thread = threading.Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()


def settings_for(provider: Provider) -> dict:
    """Django settings that give SMS to this provider."""
    return {
        "CARRIERS": {
            "email": "backoffice.notifications.services.carriers.Email",
            "sms": "backoffice.notifications.services.carriers.BrevoSms",
        },
        "SMS_PROVIDER": {"url": provider.url, "key": "xkeysib-test", "sender": "Actions"},
    }
