"""Puts the bundle of Vega-Lite into the wheel: called by hatchling when it builds one."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SNIPPET = "window.vegaEmbed = vegaEmbed;"


class VegaBundle(BuildHookInterface[Any]):
    """A working copy (an editable wheel) makes the bundle when it is first asked for."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        import vl_convert

        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "vega.js"
        path.write_text(vl_convert.javascript_bundle(SNIPPET), encoding="utf-8")
        build_data["force_include"][str(path)] = "corpus/output/charts/vega.js"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._folder.cleanup()
