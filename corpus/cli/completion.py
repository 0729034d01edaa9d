"""What a shell may offer for the word that is being typed: commands, options, values of the archive."""

import os
import sys
from typing import Any, NamedTuple, get_args

from corpus.choices import FrequencyFacet
from corpus.text.roles import Role

FILES = ("\0files", "")
"""The answer where the shell itself knows better: names of files."""
VALUES = frozenset({"outlet", "country", "language", "genre", "authority", "place", "speaker", "code"})
"""Options whose values the archive knows."""
DOCUMENTS = frozenset({"DOC", "DOC...", "[OTHER]"})
PATHS = frozenset({"PATH", "PATH...", "FILE"})

Candidate = tuple[str, str]


class _Typed(NamedTuple):
    """The words before the one that is being typed, without global options; the database they name."""

    words: list[str]
    database: str | None


def answer(words: list[str]) -> None:
    """Print what may stand in the place of the last of the words that were typed, one a line; behind a tab
    what it is."""
    shell = os.environ.get("_CORPUS_COMPLETE", "")
    typed = words[-1] if words else ""
    if shell == "fish":  # which hands over the last word as it stands there
        typed = typed.replace("\\", "")
    lines = []
    for value, about in candidates(words[:-1], typed.lstrip("\"'")):
        if (value, about) == FILES:
            lines.append("\0")
        elif "\n" not in value and value.isprintable():
            shown = value if shell != "bash" or typed[:1] in ("'", '"') else _escaped(value)
            lines.append(f"{shown}\t{about}" if shell != "bash" else shown)
    sys.stdout.write("\n".join(line.replace("\0", "//files") for line in lines))


def candidates(before: list[str], typed: str) -> list[Candidate]:
    """What may follow the words ``before`` and begins with what was typed, letter case aside."""
    return [one for one in _every(before, typed) if one == FILES or _begins(one[0], typed)]


def _begins(value: str, typed: str) -> bool:
    return value.casefold().startswith(typed.casefold())


def _every(before: list[str], typed: str) -> list[Candidate]:
    from corpus.cli.main import COMMANDS, command_function
    from corpus.cli.options import made_command

    said = _without_global(before)
    if not said.words:
        if typed.startswith("-"):
            return [("--db", "The database"), ("--debug", ""), ("--version", ""), ("--help", "")]
        return [FILES] if before[-1:] == ["--db"] else [(name, "") for name in COMMANDS]
    name, *rest = said.words
    if name not in COMMANDS:
        return []
    if name == "help" and not typed.startswith("-"):
        from corpus.cli.commands.help import topics

        return [(topic, "") for topic in topics()]
    command: Any = made_command(name, command_function(name))
    under: list[Candidate] = []
    while hasattr(command, "functions"):
        inner = rest[0] if rest and rest[0] in command.functions else None
        under = [] if inner else [(one, "") for one in command.functions]
        rest = rest[1:] if inner else rest
        command = command.get_command(None, inner or next(iter(command.functions)))
    options = {flag: param for param in command.params for flag in getattr(param, "opts", ())}
    last = options.get(rest[-1]) if rest else None
    if last is not None and not getattr(last, "is_flag", True):
        return _values(last, said.database, typed)
    if typed.startswith("-"):
        return [(flag, _first(param)) for flag, param in options.items() if flag.startswith("--")]
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    return under + [one for param in arguments[:1] for one in _values(param, said.database, typed)]


def _without_global(before: list[str]) -> _Typed:
    """The command and what follows it."""
    words = list(before)
    database = next((words[at + 1] for at in range(len(words) - 1) if words[at] == "--db"), None)
    while words and words[0].startswith("-"):
        words = words[2:] if words[0] == "--db" else words[1:]
    return _Typed(words, database)


def _first(param: Any) -> str:
    """The first sentence of an option's help."""
    return str(getattr(param, "help", None) or "").partition(". ")[0].rstrip(".")


def _values(param: Any, database: str | None, typed: str) -> list[Candidate]:
    choices = getattr(param.type, "choices", None)
    if choices:
        return [(str(getattr(one, "value", one)), "") for one in choices]
    if param.metavar in PATHS or param.name in ("out", "db"):
        return [FILES]
    if param.name == "by":
        return [(one, "") for one in get_args(FrequencyFacet)]
    if param.name == "voice":
        return [(one, "") for one in (*(role.name for role in Role), "quotation")]
    if param.name == "collapse":
        return [("reprints", "")]
    if param.name in VALUES or param.metavar in DOCUMENTS or param.name == "document":
        from corpus.settings import database_url
        from corpus.store.typed_labels import labels

        what = param.name if param.name in VALUES else "document"
        return [(value, about) for value, about in labels(database_url(database), what, typed)]
    return []


def _escaped(value: str) -> str:
    """As bash wants a word that is not in quotation marks."""
    return "".join(mark if mark.isalnum() or mark in "-_./:@%+=," else f"\\{mark}" for mark in value)
