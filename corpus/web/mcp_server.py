"""Tools for language models over standard input and output (Model Context Protocol)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from corpus.errors import PackageError
from corpus.version import __version__
from corpus.web import tools
from corpus.web.answers import UNEXPLAINED
from corpus.web.limits import SECONDS
from corpus.web.workers import BusyError, Job, Plain, TooSlowError, Workers

if TYPE_CHECKING:
    from mcp.server import Server

    from corpus.web.server import Asked
    from corpus.wording import Wording

MISSING = "Tools for language models need the extra [web]: pip install 'state-media-corpus[web]'."


def serve(database: str, wording: Wording, seconds: float = SECONDS) -> None:
    """Answer on standard output what comes on standard input, until that ends."""
    try:
        from mcp.server.stdio import stdio_server
    except ImportError:
        raise PackageError(MISSING) from None
    asked = Workers(database, Plain(wording), seconds, 1)

    async def run() -> None:
        server = server_of(asked)
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    try:
        asyncio.run(run())
    finally:
        asked.close()


def server_of(asked: Asked) -> Server[Any]:
    """The server with its tools."""
    from mcp import types
    from mcp.server import Server

    hints = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False)
    listed = [
        types.Tool(
            name=name, description=tools.description(name), input_schema=tools.schema(name), annotations=hints
        )
        for name in tools.TOOLS
    ]

    async def list_tools(context: Any, parameters: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=listed)

    async def call_tool(context: Any, parameters: types.CallToolRequestParams) -> types.CallToolResult:
        job = Job(tools.answer, (parameters.name, parameters.arguments or {}))
        try:
            found = await asyncio.to_thread(asked.ask, job)
        except TooSlowError:
            return _said("The question took too long: ask for less, or of fewer texts.", True)
        except BusyError:
            return _said("Another question is being answered: ask again.", True)
        if found is None:
            return _said(UNEXPLAINED, True)
        return _said(found.body.decode(), found.status != 200)

    def _said(text: str, wrong: bool) -> types.CallToolResult:
        return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=wrong)

    return Server(
        "corpus",
        version=__version__,
        instructions=f"An archive of state-media texts. {tools.CITE} {tools.WARNING}",
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )
