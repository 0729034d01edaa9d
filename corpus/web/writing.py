"""Changes by the page of doubts: only with the token of this server, and only from its own forms."""

from __future__ import annotations

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from corpus.web.guard import is_local
from corpus.web.pages.render import change_made, reviewed
from corpus.web.pages.review import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI, Request, Response

    from corpus.web.workers import Job

COOKIE = "corpus-token"
MOST_BYTES = 16_384
"""Of what a form sends."""
TOKEN_BYTES = 24
REFUSED = "Only who has the token of this server may change anything: open the address that it has printed."


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def add_review(
    app: FastAPI,
    token: str | None,
    respond: Callable[[Job], Response],
    said: Callable[[str, int], Response],
    job: type[Job],
) -> None:
    """The pages of doubts, which without a token only show them."""
    import fastapi
    from fastapi.concurrency import run_in_threadpool
    from fastapi.responses import RedirectResponse

    def shown(request: Request) -> Response:
        question = request.scope["path"].removeprefix("/")
        query = request.scope["query_string"].decode("latin-1")
        given = parse_qs(query).get("token", [""])[0]
        if token is not None and given and hmac.compare_digest(given.encode(), token.encode()):
            answer = RedirectResponse("/review", 303)
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
            return answer
        return respond(job(reviewed, (question, query, token or "" if _knows(request, token) else "")))

    async def changed(request: Request) -> Response:
        if not _knows(request, token) or not _from_here(request):
            return said(REFUSED, 403)
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                return said("What was sent is too large.", 413)
        made = job(change_made, (body.decode("latin-1"), token or ""))
        return await run_in_threadpool(respond, made)

    for endpoint in (shown, changed):
        endpoint.__annotations__ = {"request": fastapi.Request, "return": fastapi.Response}
    for name in PAGES:
        app.add_api_route(f"/{name}", shown, methods=["GET"], include_in_schema=False)
    app.add_api_route("/review", changed, methods=["POST"], include_in_schema=False)


def _knows(request: Any, token: str | None) -> bool:
    """Whether a request carries the token of this server."""
    if token is None:
        return False
    try:
        cookies = SimpleCookie(request.headers.get("cookie", ""))
    except CookieError:
        return False
    found = cookies.get(COOKIE)
    return found is not None and hmac.compare_digest(found.value.encode(), token.encode())


def _from_here(request: Any) -> bool:
    """Whether a form is this server's own, as far as the browser says where it is from."""
    origin = request.headers.get("origin")
    if origin is None:
        return True
    parts = urlsplit(origin)
    return parts.scheme == "http" and is_local(parts.netloc) and parts.netloc == request.headers.get("host")
