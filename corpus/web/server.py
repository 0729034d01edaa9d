"""The server: addresses, and what answers each."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Any, Protocol

from corpus.errors import PackageError, UsageError
from corpus.version import __version__
from corpus.web import openapi, writing
from corpus.web.answers import JSON, UNEXPLAINED, api
from corpus.web.files import names, static
from corpus.web.guard import Guard
from corpus.web.limits import ASKED, SECONDS
from corpus.web.pages import review
from corpus.web.pages.render import PAGES, any_document, page, time_map
from corpus.web.workers import BusyError, Job, Plain, TooSlowError, Workers

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI, Request, Response

    from corpus.web.answers import Answer
    from corpus.wording import Wording

MISSING = "The explorer needs the extra [web]: pip install 'state-media-corpus[web]'."
LOOPBACK = "127.0.0.1"
FIRST = (Job(page, ("freq", "")), Job(any_document, ()))
"""What a process answers to itself first."""


class Asked(Protocol):
    """Who answers jobs."""

    def ask(self, job: Job) -> Answer | None:
        """The answer; None where it failed."""

    def close(self) -> None:
        """Nobody asks any more."""


def app_of(asked: Asked, seconds: float = SECONDS, token: str | None = None) -> FastAPI:
    """The application. ``seconds``: how long a question may take, for its messages; ``token``: who has it may
    change metadata, nobody without one."""
    try:
        import fastapi
    except ImportError:
        raise PackageError(MISSING) from None

    app = fastapi.FastAPI(
        title="corpus",
        version=__version__,
        summary="A comparative database of state-media texts, to be read.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.add_middleware(Guard)
    for status in (404, 405):
        app.add_exception_handler(status, _no_such)
    for question, about in ASKED.items():
        app.add_api_route(
            f"/api/{question}",
            _endpoint(asked, api, question, seconds),
            methods=["GET"],
            name=question,
            operation_id=question,
            summary=about,
            openapi_extra=openapi.operation(question),
            response_class=fastapi.Response,
            include_in_schema=True,
        )
    pages = {"/": "freq", **{f"/{name}": name for name in PAGES if name not in review.PAGES}}
    for address, question in pages.items():
        app.add_api_route(
            address, _endpoint(asked, page, question, seconds), methods=["GET"], include_in_schema=False
        )
    writing.add_review(app, token, lambda job: response_of(asked, job, seconds), _said, Job)
    app.add_api_route("/timemap", _endpoint(asked, time_map, None, seconds), include_in_schema=False)
    for name in names():
        app.add_api_route(f"/static/{name}", _file(asked, name, seconds), include_in_schema=False)
    return app


def _file(asked: Asked, name: str, seconds: float) -> Any:
    """A file of the pages, kept once it was made."""
    kept: list[Response] = []

    def endpoint(request: Request) -> Response:
        found = kept[0] if kept else response_of(asked, Job(static, (name,)), seconds)
        if found.status_code == 200 and not kept:
            kept.append(found)
        return found

    _annotate(endpoint)
    return endpoint


def _endpoint(asked: Asked, function: Callable[..., Answer], question: str | None, seconds: float) -> Any:
    def endpoint(request: Request) -> Response:
        query = request.scope["query_string"].decode("latin-1")
        job = Job(function, (query,) if question is None else (question, query))
        return response_of(asked, job, seconds)

    _annotate(endpoint)
    return endpoint


def _no_such(request: Request, error: Any) -> Response:
    """What is said of an address that there is not, or of another method than it has."""
    said = "There is no such address." if error.status_code == 404 else f"{error.detail}."
    return _said(said, error.status_code)


def _annotate(endpoint: Any) -> None:
    """FastAPI reads annotations as values."""
    import fastapi

    endpoint.__annotations__ = {"request": fastapi.Request, "return": fastapi.Response}


def response_of(asked: Asked, job: Job, seconds: float) -> Response:
    """The answer to a job, as a response; a sentence where there is none."""
    import fastapi

    try:
        answer = asked.ask(job)
    except TooSlowError:
        return _said(
            f"The question took longer than {seconds:g} seconds: ask for less, or of fewer texts.", 503
        )
    except BusyError:
        return _said("Too many questions at once: ask again.", 503)
    if answer is None:
        return _said(UNEXPLAINED, 503)
    return fastapi.Response(answer.body, answer.status, dict(answer.headers), answer.media)


def _said(sentence: str, status: int) -> Response:
    from fastapi.responses import JSONResponse

    return JSONResponse({"error": sentence, "argument": None}, status, media_type=JSON)


def serve(
    database: str,
    wording: Wording,
    port: int,
    seconds: float = SECONDS,
    workers: int = 0,
    token: str | None = None,
) -> None:
    """Serve the explorer on the loopback, until it is interrupted; ``token`` as of ``app_of``."""
    try:
        import uvicorn
    except ImportError:
        raise PackageError(MISSING) from None
    listening = listening_on(port)
    asked = Workers(database, Plain(wording), seconds, workers, FIRST)
    try:
        settings = uvicorn.Config(
            app_of(asked, seconds, token), log_level="warning", server_header=False, proxy_headers=False,
            h11_max_incomplete_event_size=32_768, timeout_keep_alive=30, limit_concurrency=200,
        )  # fmt: skip
        uvicorn.Server(settings).run([listening])
    finally:
        asked.close()
        listening.close()


def listening_on(port: int) -> socket.socket:
    """A socket of the loopback. UsageError where the port is another program's, or not ours to take."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere it would let two programs have the port
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((LOOPBACK, port))
    except OSError as error:
        made.close()
        reason = error.strerror or str(error)
        raise UsageError(f"Port {port} cannot be had ({reason}): name another one.") from None
    return made
