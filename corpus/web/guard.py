"""What every request must pass, and what every answer carries."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9.-]+))(?::(?P<port>[0-9]{1,5}))?")
LOCAL = "localhost"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Only scripts and styles of the program itself, none within a page; nothing from elsewhere."""
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
    b"cache-control": b"no-store",
}
"""Headers of every answer, where it has none of that name. With no referrer at all, browsers would not say
either that a form is this server's own."""
REFUSED = b"The name in the Host header is not this machine's: open http://localhost instead.\n"


def is_local(host: str) -> bool:
    """Whether a Host header names this machine's loopback, with or without a port: a page of another name
    that leads here (DNS rebinding) must not read the archive."""
    found = _HOST.fullmatch(host.strip())
    if found is None or int(found["port"] or 1) not in range(1, 65536):
        return False
    if found["name"] is not None and found["name"].lower().rstrip(".") == LOCAL:
        return True
    try:
        return ipaddress.ip_address(found["six"] or found["name"]).is_loopback
    except ValueError:
        return False


class Guard:
    """Refuses hosts that are not this machine, and puts HEADERS on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [*message.get("headers", [])]
                names = {name.lower() for name, _ in given}
                message["headers"] = given + [one for one in HEADERS.items() if one[0] not in names]
            await send(message)

        if len(hosts) != 1 or not is_local(hosts[0]):
            await guarded({"type": "http.response.start", "status": 421,
                           "headers": [(b"content-type", b"text/plain; charset=utf-8")]})  # fmt: skip
            await guarded({"type": "http.response.body", "body": REFUSED})
            return
        await self._app(scope, receive, guarded)
