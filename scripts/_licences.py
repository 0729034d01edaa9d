"""The page of licences: the packages that the program with all its extras brings along, by their metadata."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OWN = "state-media-corpus"
PAGE = Path(__file__).parents[1] / "corpus/docs/licences.md"
LONGEST = 80
CLASSIFIER = "License :: OSI Approved :: "


class Package(NamedTuple):
    """A package. ``needed_by``: ``core``, the extra, or the package that needs it."""

    name: str
    licence: str
    needed_by: str


def packages() -> list[Package]:
    """All packages, by name. What is not installed here, as for another system, is left out."""
    core = {canonicalize_name(OWN): "core"}
    wanted = [(one, "core") for one in _requirements(OWN, "")]
    extras = sorted(set(metadata.metadata(OWN).get_all("Provides-Extra") or ()) - {"all"})
    wanted += [(one, extra) for extra in extras for one in _requirements(OWN, extra)]
    found: dict[str, Package] = {}
    while wanted:
        requirement, needed_by = wanted.pop(0)
        name = canonicalize_name(requirement.name)
        if name in found or name in core:
            continue
        try:
            licence = _licence(name)
        except metadata.PackageNotFoundError:
            continue
        found[name] = Package(name, licence, needed_by)
        for extra in ("", *requirement.extras):
            wanted += [(one, name) for one in _requirements(name, extra)]
    return [found[name] for name in sorted(found)]


def _requirements(name: str, extra: str) -> list[Requirement]:
    """What a package needs here; with an extra, what only that needs."""
    found = [Requirement(line) for line in metadata.requires(name) or ()]
    here = [one for one in found if one.marker is None or one.marker.evaluate({"extra": extra})]
    return [one for one in here if not extra or "extra" in str(one.marker)]


def _licence(name: str) -> str:
    about = metadata.metadata(name)
    said = about.get("License-Expression") or ""
    classified = [
        line.removeprefix(CLASSIFIER)
        for line in about.get_all("Classifier") or ()
        if line.startswith(CLASSIFIER)
    ]
    said = said or "; ".join(classified) or (about.get("License") or "").strip().partition("\n")[0]
    return re.sub(r"\s+", " ", said)[:LONGEST] or "see its own files"


def page() -> str:
    """The page as Markdown."""
    rows = "\n".join(f"| {one.name} | {one.licence} | {one.needed_by} |" for one in packages())
    return f"""<!-- Made by ./scripts/pages. -->
# Licences

The program is under the Apache License 2.0 (the file `LICENSE`). Of other people's work it holds three sets
of tables: names and codes of countries and languages from the Unicode CLDR (Unicode License V3), readings of
Han characters from the package hanja (WTFPL 2), and places from GeoNames (CC BY 4.0); each file says so at
its head.

These are the packages that an installation with all extras brings along, with their licences as their
metadata say them. *core* is needed always, the others by the extra or the package that is named.

| package | licence | needed by |
|---|---|---|
{rows}
"""


def listed() -> set[str]:
    """The packages that the page names."""
    return set(re.findall(r"^\| ([\w.-]+) \| (?!licence)", PAGE.read_text("utf-8"), re.MULTILINE))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
