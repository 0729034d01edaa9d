"""Packages that cannot be imported while texts are read: the sentence that ends the load."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, requires

from corpus.errors import PackageError

_DISTRIBUTION = "state-media-corpus"
_NEEDED = re.compile(r"([\w.-]+)[^;]*(?:;.*extra == [\"']([\w-]+)[\"'])?")
_ALL = "all"


def package_missing(error: ImportError) -> PackageError:
    """The error for a package that is not there or broken, with what to install."""
    said = " ".join(str(error).split()).rstrip(".")[:200] or type(error).__name__
    module = (error.name or "").partition(".")[0]
    extra = _extra(module)
    what = f"{_DISTRIBUTION}[{extra}]" if extra else _DISTRIBUTION
    package = f"The package {module}" if module else "A package"
    return PackageError(
        f"{package}, which reading these texts needs, cannot be imported ({said}):"
        f" pip install --force-reinstall '{what}', and load again."
    )


def _extra(module: str) -> str | None:
    """The extra that brings a module; None where the program itself does, or nothing says it."""
    name = _plain(module)
    try:
        needed = [found for one in requires(_DISTRIBUTION) or () if (found := _NEEDED.match(one))]
    except PackageNotFoundError:
        return None
    extras = [one[2] for one in needed if one[2] not in (None, _ALL) and _is_of(name, _plain(one[1]))]
    return extras[0] if extras else None


def _is_of(module: str, package: str) -> bool:
    """Whether a module is of a package, or of one that it brings: ``kiwipiepy_model`` of ``kiwipiepy``."""
    return module == package or module.startswith(f"{package}-")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()
