"""Outlets as data: the TOML files that say how each of them prints its texts."""

from __future__ import annotations

import functools
import os
import re
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.argument_checks import nearest
from corpus.errors import OutletError
from corpus.ingest.outlets import schema
from corpus.ingest.outlets.keys import COMMON, OUTLET, OUTLET_ABOUT
from corpus.ingest.outlets.late_patterns import alternation, compiled_late
from corpus.ingest.outlets.records import OutletFile, Page
from corpus.settings import outlet_folder
from corpus.text.spelling_keys import MAX_NAME, spelling_key
from corpus.wording import action

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "AuthorityKind",
    "OutletFile",
    "OutletSummary",
    "authority_kinds",
    "file_values",
    "get_outlet",
    "load_outlets",
    "outlet_code",
    "outlet_summaries",
]


class AuthorityKind(NamedTuple):
    """A kind of statement that an outlet publishes; ``rank`` 1 binds most, ``reason`` says why."""

    name: str
    rank: int | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletSummary:
    """What an outlet's file says of the outlet itself; its rules are not read."""

    code: str
    path: Path
    name: str
    languages: tuple[str, ...]
    kind: str | None = None
    country: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()
    signs: tuple[re.Pattern[str], ...] = ()
    pages: tuple[Page, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The spelling keys of its names."""
        return frozenset(map(spelling_key, (self.name, *self.names.values())))


SHIPPED = Path(__file__).parents[2] / "data" / "outlets"


def load_outlets() -> dict[str, OutletFile]:
    """All outlets by code: the shipped ones, and the user's own, which win. Raises OutletError."""
    return {code: _read_outlet(path) for code, path in _paths(outlet_folder()).items()}


def get_outlet(code: str) -> OutletFile:
    """The outlet of that code or name, in any letter case.

    Raises OutletError, which names the nearest codes, if there is none.
    """
    paths = _paths(outlet_folder())
    if code not in paths:
        code = outlet_code(code) or code
    if code not in paths:
        near = nearest(code.lower(), paths)
        meant = f"; did you mean {' or '.join(near)}?" if near else f": {action('outlets')} lists them."
        raise OutletError(
            f"There is no outlet {code!r}{meant}"
            " A new outlet is one TOML file in the folder that CORPUS_OUTLETS names."
        )
    return _read_outlet(paths[code])


def outlet_code(value: str) -> str | None:
    """The code of the outlet of that code or name (``KCNA``, ``Rodong Sinmun``, ``新华社``), else None.

    Letter case, spaces and punctuation do not count. Raises OutletError for a file that cannot be read.
    """
    if len(value) > MAX_NAME:
        return None
    key = spelling_key(value)
    paths = _paths(outlet_folder())
    code = next((code for code in paths if spelling_key(code) == key), None)
    if code is not None or not key:
        return code
    return next((about.code for about in outlet_summaries() if key in about.keys), None)


def outlet_summaries() -> list[OutletSummary]:
    """What each outlet's file says of the outlet, by code. Raises OutletError."""
    found = []
    for code, path in sorted(_paths(outlet_folder()).items()):
        status = path.stat()
        found.append(_summary(code, path, status.st_mtime_ns, status.st_size))
    return found


@functools.lru_cache(maxsize=256)
def _summary(code: str, path: Path, changed: int, size: int) -> OutletSummary:
    source = _Source(path)
    values = source.values
    try:
        known = {key: OUTLET_ABOUT[key](values[key], (key,)) for key in OUTLET_ABOUT if key in values}
    except schema.SchemaValueError as wrong:
        raise source.error(wrong) from wrong
    return OutletSummary(code=code, path=path, **{"name": code, "languages": (), **known})


def file_values(code: str) -> tuple[Path, dict[str, Any]]:
    """The file of an outlet and what it says, as it stands there."""
    paths = _paths(outlet_folder())
    source = _Source(paths[code if code in paths else outlet_code(code) or code])
    return source.path, source.values


class RuleFile(NamedTuple):
    """A file whose rules an outlet uses: its text, and its values with their words filled in."""

    path: Path
    text: str
    values: dict[str, Any]


def rule_files(code: str) -> list[RuleFile]:
    """The files of an outlet's rules, in the order in which they are asked. Raises OutletError."""
    sources, people = _sources(_paths(outlet_folder())[code])
    words = {**people, **sources[0].words(people)}
    own = [words, *({**people, **source.words(people), **words} for source in sources[1:])]
    return [
        RuleFile(source.path, source.text, schema.expand(source.values, known))
        for source, known in zip(sources, own, strict=True)
    ]


def authority_kinds(code: str) -> tuple[AuthorityKind, ...]:
    """The kinds of statement that the outlet's file ranks, the highest first; none where it has no rules.

    Only that part of the file is read: queries ask for it, and compiling all patterns takes a while.
    Raises OutletError for a file that cannot be read; an outlet whose file is gone has no rules.
    """
    path = _paths(outlet_folder()).get(code)
    if path is None:
        return ()
    status = path.stat()
    return _authority_kinds(path, status.st_mtime_ns, status.st_size)


@functools.lru_cache(maxsize=256)
def _authority_kinds(path: Path, changed: int, size: int) -> tuple[AuthorityKind, ...]:
    kinds: dict[str, AuthorityKind] = {}
    for rule in _tables(_Source(path).values.get("statements")):
        name, rank, reason = rule.get("authority"), rule.get("rank"), rule.get("reason")
        if isinstance(name, str):
            kind = AuthorityKind(
                name, rank if isinstance(rank, int) else None, reason if isinstance(reason, str) else None
            )
            kinds.setdefault(name, kind)
    return tuple(sorted(kinds.values(), key=lambda kind: (kind.rank is None, kind.rank or 0, kind.name)))


def _paths(own: Path | None) -> dict[str, Path]:
    """Outlet files by code, which is the file's name."""
    paths: dict[str, Path] = {}
    for folder in (SHIPPED, own):
        if folder is None:
            continue
        if not folder.is_dir():
            raise OutletError(
                f"The folder of outlets {folder} does not exist; correct CORPUS_OUTLETS or unset it."
            )
        paths.update({name[:-5]: folder / name for name in _names(folder, folder.stat().st_mtime_ns)})
    return paths


@functools.lru_cache
def _names(folder: Path, changed: int) -> tuple[str, ...]:
    return tuple(sorted(name for name in os.listdir(folder) if name.endswith(".toml")))  # noqa: PTH208


def _read_outlet(path: Path) -> OutletFile:
    status = path.stat()
    return _read_outlet_once(path, status.st_mtime_ns, status.st_size)


@functools.lru_cache(maxsize=256)
def _read_outlet_once(path: Path, changed: int, size: int) -> OutletFile:
    if path.parent != SHIPPED:
        return _read_sources(path)
    with compiled_late():
        return _read_sources(path)


def _read_sources(path: Path) -> OutletFile:
    (own, *included), people = _sources(path)
    words = {**people, **own.words(people)}
    outlet: OutletFile = own.check(OUTLET, words)
    if outlet.code != path.stem:
        raise own.error(schema.SchemaValueError(("code",), f"must be the file's name, {path.stem!r}"))
    for source in included:
        shared = source.check(COMMON, {**people, **source.words(people), **words})
        added: dict[str, Any] = {key: (*getattr(outlet, key), *part) for key, part in shared.items()}
        outlet = replace(outlet, **added)
    try:
        return _joined_patterns(outlet)
    except re.error as error:
        raise OutletError(
            f"{path}: patterns of one key that name the same group cannot stand together ({error})."
        ) from error


def _sources(path: Path) -> tuple[list[_Source], dict[str, str]]:
    """An outlet's file and those that it includes, and the names of their people as a word for patterns."""
    own = _Source(path)
    sources = [own, *(_Source(_included(own, name)) for name in own.includes())]
    names = [name for source in sources for name in source.person_names()]
    return sources, {"PEOPLE": _alternatives(names)}


class _Source:
    """One TOML file: its text, for line numbers, and its values."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.text = path.read_text(encoding="utf-8")
            self.values: dict[str, Any] = tomllib.loads(self.text)
        except (OSError, UnicodeDecodeError) as error:
            raise OutletError(f"{path} cannot be read as a text in UTF-8: {error}.") from error
        except tomllib.TOMLDecodeError as error:
            raise OutletError(f"{path} is no valid TOML: {error}.") from error
        except RecursionError:
            raise OutletError(f"{path} is nested too deeply to be read; write it flatter.") from None
        self._word_lists = self._taken("words", schema.named(_words), {})

    def includes(self) -> Sequence[str]:
        """Names of the files whose rules it shares."""
        names: Sequence[str] = self._taken("include", schema.many(schema.text), ())
        return names

    def person_names(self) -> list[str]:
        """Names of persons, before the file is checked."""
        persons = [one for one in _tables(self.values.get("people")) if one.get("kind", "person") == "person"]
        names = [name for one in persons for name in (one.get("name"), *_listed(one.get("names")))]
        return [name for name in names if isinstance(name, str) and name]

    def _taken(self, key: str, check: schema.Check, default: Any) -> Any:
        """The value of a key that is no part of the outlet itself, checked and taken out."""
        try:
            return check(self.values.pop(key), (key,)) if key in self.values else default
        except schema.SchemaValueError as wrong:
            raise self.error(wrong) from wrong

    def words(self, known: Mapping[str, str]) -> dict[str, str]:
        """Each list under [words] as one group of alternatives; a text there is a pattern already."""
        words: dict[str, str] = {}
        for name, part in self._word_lists.items():
            where = ("words", name)
            try:
                if isinstance(part, str):
                    words[name] = f"(?:{schema.expand(part, {**known, **words}, where)})"
                    schema.anchored(words[name], where)
                else:
                    words[name] = _alternatives(part)
            except schema.SchemaValueError as wrong:
                raise self.error(wrong) from wrong
        return words

    def check(self, check: schema.Check, words: Mapping[str, str]) -> Any:
        try:
            return check(schema.expand(self.values, words), ())
        except schema.SchemaValueError as wrong:
            raise self.error(wrong) from wrong

    def error(self, wrong: schema.SchemaValueError) -> OutletError:
        """The error that names file, line and key."""
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in wrong.path)
        return OutletError(f"{self.path}, line {schema.line_of(self.text, wrong.path)}: {key} {wrong}.")


def _words(value: Any, path: schema.Path) -> Any:
    """A pattern, or a list of words."""
    return value if isinstance(value, str) else schema.many(schema.text)(value, path)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _tables(value: Any) -> list[dict[str, Any]]:
    return [one for one in _listed(value) if isinstance(one, dict)]


def _alternatives(words: Sequence[str]) -> str:
    """A group that matches one of the words, the longest first; nothing if there is none."""
    longest = sorted(dict.fromkeys(words), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest))})" if longest else "(?!)"


def _included(source: _Source, name: str) -> Path:
    for folder in (source.path.parent, SHIPPED):
        if (folder / "common" / f"{name}.toml").is_file():
            return folder / "common" / f"{name}.toml"
    raise source.error(
        schema.SchemaValueError(("include",), f"names {name!r}, but there is no common/{name}.toml")
    )


_ASKED = (
    *("reports", "own_words", "first_person", "retold", "resumes", "closes", "asides"),
    *("salutations", "slogans"),
)
"""Keys of patterns of which only one has to match."""


def _joined_patterns(outlet: OutletFile) -> OutletFile:
    """Patterns that are only asked whether one matches, as one alternation each: far faster."""
    joined: dict[str, Any] = {
        key: (re.compile(alternation(pattern.pattern for pattern in getattr(outlet, key))),)
        for key in _ASKED
        if len(getattr(outlet, key)) > 1
    }
    return replace(outlet, **joined)
