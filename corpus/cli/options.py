"""Options that commands share, each group a dataclass; and how a function becomes a command."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup

import corpus
from corpus import choices
from corpus.argument_checks import checked, meant_by
from corpus.cli import last_list
from corpus.output.formats import BY_ENDING, PRINTED, Printed

if TYPE_CHECKING:
    from corpus.api import Corpus

DATABASE, FILTERS, OUTPUT = "Database", "Filters", "Output"


def _filter(name: str, metavar: str, help: str) -> Any:
    return typer.Option(name, metavar=metavar, help=help, rich_help_panel=FILTERS)


def _output(name: str, metavar: str | None, help: str) -> Any:
    return typer.Option(name, metavar=metavar, help=help, rich_help_panel=OUTPUT)


Names = list[str] | None


@dataclass
class Session:
    """Options of the whole program, taken before the command and after it."""

    db: Annotated[
        str | None,
        typer.Option(
            "--db",
            metavar="PATH|URL",
            help="The database; else CORPUS_DB, else corpus.db in this folder.",
            rich_help_panel=DATABASE,
        ),
    ] = None
    debug: Annotated[
        bool,
        typer.Option("--debug", help="Show the program's own trace of an error.", rich_help_panel=DATABASE),
    ] = False

    def corpus(self) -> "Corpus":
        """The archive that was named."""
        return corpus.Corpus(self.db if self.db is None else checked("database", self.db))


@dataclass
class Filters:
    """Which documents, and whose words in them. Those that are lists may be repeated."""

    outlet: Annotated[Names, _filter("--outlet", "CODE", "Outlet, as kcna; may be repeated.")] = None
    country: Annotated[Names, _filter("--country", "CODE", "Whose words, as PRK; may be repeated.")] = None
    language: Annotated[Names, _filter("--language", "TAG", "Language, as en or ko; may be repeated.")] = None
    genre: Annotated[Names, _filter("--genre", "NAME", "Kind of text, as speech; may be repeated.")] = None
    authority: Annotated[Names, _filter("--authority", "NAME", "Kind of statement; may be repeated.")] = None
    place: Annotated[Names, _filter("--place", "NAME", "Place of the dateline; may be repeated.")] = None
    speaker: Annotated[Names, _filter("--speaker", "NAME", "Whose speech; may be repeated.")] = None
    voice: Annotated[
        Names,
        _filter(
            "--voice",
            "NAME",
            "narration, speech, headline, ...; may be repeated, for the words of each. "
            "quotation: of these words, only those in quotation marks.",
        ),
    ] = None
    title: Annotated[
        str | None, _filter("--title", "WORDS", "Words of the title, whole and beside each other.")
    ] = None
    since: Annotated[
        str | None, _filter("--since", "DATE", "From 2024, 2024-08, 2024-08-06 or the last 30d on.")
    ] = None
    until: Annotated[str | None, _filter("--until", "DATE", "Up to and with this year, month or day.")] = None
    year: Annotated[str | None, _filter("--year", "YEAR", "Of one year, or of 2020-2023.")] = None
    document: Annotated[
        Names, _filter("--document", "REF", "By reference, its beginning, or row number; may be repeated.")
    ] = None
    as_of: Annotated[str | None, _filter("--as-of", "DATE", "What the archive knew on that day.")] = None
    collapse: Annotated[
        str | None,
        _filter("--collapse", "reprints", "Of texts that are nearly the same, only the earliest."),
    ] = None
    code: Annotated[
        Names, _filter("--code", "NAME", "Documents, or matches on lines, coded so; may be repeated.")
    ] = None

    def given(self) -> dict[str, Any]:
        """The filters that were given, as keyword arguments of the API."""
        return {name: value for name, value in vars(self).items() if value not in (None, [])}


@dataclass
class Output:
    """How a result is given out."""

    format: Annotated[
        Printed | None,
        _output("--format", "NAME", f"{', '.join(PRINTED[:-1])} or {PRINTED[-1]}."),
    ] = None
    out: Annotated[
        str | None,
        _output("--out", "FILE", "Write to a file; its ending picks the format (.png .pdf .svg .html draw)."),
    ] = None
    excel: Annotated[
        bool,
        _output(
            "--excel",
            None,
            "csv or tsv that a spreadsheet program opens as it is; texts that begin with =, +, - or @,"
            " which it would compute, get an apostrophe. Without it cells are as they are.",
        ),
    ] = False

    @property
    def for_people(self) -> bool:
        """Whether the result is shown, and not handed to another program."""
        return self.out is None and self.format in (None, "table")


@dataclass
class ChartOutput(Output):
    """How a result that can be drawn is given out."""

    chart: Annotated[bool, _output("--chart", None, "Draw it in the terminal.")] = False
    heading: Annotated[str | None, _output("--heading", "TEXT", "Title of the picture.")] = None
    width: Annotated[int | None, _output("--width", "PIXELS", "Of the plotting area of a picture (720).")] = (
        None
    )
    height: Annotated[
        int | None, _output("--height", "PIXELS", "Of the plotting area of a picture (360).")
    ] = None
    no_band: Annotated[bool, _output("--no-band", None, "A picture without intervals.")] = False
    counts: Annotated[bool, _output("--counts", None, "Draw matches, not rates.")] = False
    font: Annotated[str | None, _output("--font", "NAME", "Font of the picture.")] = None


LINES = 50
"""Of a list that people read."""


@dataclass
class Page:
    """Which part of a long list."""

    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, help=f"At most so many lines; without, {LINES}."),
    ] = None
    offset: Annotated[int, typer.Option("--offset", metavar="N", min=0, help="Leave out the first N.")] = 0

    @property
    def lines(self) -> int:
        """How many lines are shown."""
        return self.limit or LINES

    def rows(self, output: Output) -> int | None:
        """How many are given out: to people a page, into files and to other programs all (None)."""
        return self.lines if output.for_people else self.limit


def either(choice: object) -> str:
    """The names of a choice, as a help text lists them."""
    *names, last = get_args(choice)
    return f"{', '.join(names)} or {last}"


Unit = Annotated[choices.Unit, typer.Option("--unit", metavar="NAME", help=f"{either(choices.Unit)}.")]


_TOO_MANY = "Got unexpected extra argument"
_PLAIN = (
    (re.compile(r"is not a valid int(?:eger)?(?: range)?\b"), "is no whole number"),
    (re.compile(r"is not a valid float(?: range)?\b"), "is no number"),
    (re.compile(r"(\S+) is not in the range x>=(\d+)\.$"), r"\1 is too small, it goes from \2."),
)
"""What click says in its own words."""
_FORMAT = re.compile(rf"'(\w+)' is not one of '{PRINTED[0]}'")


class Command(TyperCommand):
    """A command whose help has a section for each group of options, and which knows what others call them."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        words = [*args]  # click takes them out one by one
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            typed = getattr(error, "option_name", None)
            own = {name for param in self.get_params(ctx) for name in param.opts}
            meant = [f"--{name}" for name in meant_by(str(typed).removeprefix("--")) if f"--{name}" in own]
            if meant and hasattr(error, "possibilities"):
                error.possibilities = meant
            elif len(near := get_close_matches(str(typed), own, 1, LIKE)) and hasattr(error, "possibilities"):
                error.possibilities = near
            error.message = self._explained(error.message, words)
            raise

    def _explained(self, message: str, words: list[str]) -> str:
        """An error of click's with what to do."""
        for pattern, said in _PLAIN:
            message = pattern.sub(said, message)
        if message.startswith(_TOO_MANY):
            queries = {p.param_type_name for p in self.params if p.metavar == "QUERY"}
            if "argument" in queries or (queries and "--query" in words):
                message += f". A query of several words is one argument, in quotation marks{_either(words)}."
            elif queries:
                message += ". A query is an option here: --query QUERY."
        form = _FORMAT.match(message)
        ending = next((one for one in BY_ENDING if form and one.startswith(f".{form[1]}")), None)
        if ending is not None:
            message = f"{ending[1:]} is a file, which is named: --out NAME{ending}"
        return message

    def format_options(self, ctx: Any, formatter: Any) -> None:
        sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": [], FILTERS: [], OUTPUT: []}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None:
                group = "Arguments" if param.param_type_name == "argument" else "Options"
                sections.setdefault(getattr(param, "rich_help_panel", None) or group, []).append(record)
        for title, records in sections.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)


def _either(args: list[str]) -> str:
    """How words that were typed with OR between them are asked for."""
    first, *others = ([*words] for is_or, words in groupby(args, "OR".__eq__) if not is_or)
    first = [*takewhile(_no_option, reversed(first))][::-1]
    parts = [" ".join(words) for words in (first, *([*takewhile(_no_option, one)] for one in others))]
    return f"; either of several: '({'|'.join(parts)})'" if others and all(parts) else ""


def _no_option(word: str) -> bool:
    return not word.startswith("-")


LIKE = 0.7
"""How like an option a mistyped one is, of which only the nearest is named."""
MISTYPED = 0.7
"""How like a command, by difflib's ratio, a word is that was meant as one."""


class Group:
    """Commands under one name, which alone, or with options only, is the first of them.

    ``names``: a word that is none of the commands is an argument of the first of them.
    """

    def __init__(
        self, name: str, help: str, functions: tuple[Callable[..., None], ...], *, names: bool = False
    ) -> None:
        self.__name__, self.help, self.names = name, help, names
        self.functions = {function.__name__.rstrip("_"): function for function in functions}


class _MadeGroup(TyperGroup):
    """A group's commands, each made when it is called."""

    functions: dict[str, Callable[..., None]]
    names: bool

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        alone = not args or (args[0].startswith("-") and not set(args) & {"-h", "--help"})
        return super().parse_args(
            ctx, [next(iter(self.functions)), *args] if alone or self._named(args) else args
        )

    def _named(self, args: list[str]) -> bool:
        """Whether what was typed begins with a name. What is nearly a command is a mistyped one."""
        if not self.names or not args or args[0].startswith("-") or args[0] in self.functions:
            return False
        return not (args[0].islower() and get_close_matches(args[0], self.functions, 1, MISTYPED))

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.functions)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        # All of them where there is no such command, to suggest from.
        for name in [cmd_name] if cmd_name in self.functions else self.functions:
            if name not in self.commands:
                self.commands[name] = made_command(name, self.functions[name])
        return self.commands.get(cmd_name)


def made_command(name: str, function: Callable[..., None] | Group) -> Any:
    """The command that a function makes: a parameter that is one of the dataclasses above is its options."""
    if isinstance(function, Group):
        group = _MadeGroup(name=name, help=function.help, rich_markup_mode=None)
        group.functions, group.names = function.functions, function.names
        return group
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name, cls=Command)(flat(function))
    return typer.main.get_command(app)


def short_help(function: Callable[..., None] | Group, limit: int) -> str:
    """The first sentence on a command, in at most ``limit`` characters: without making the command."""
    text = function.help if isinstance(function, Group) else inspect.getdoc(function)
    return TyperCommand(None, help=text, rich_markup_mode=None).get_short_help_str(limit)


def flat(function: Callable[..., None]) -> Callable[..., None]:
    """The function with the fields of its dataclass parameters as parameters of their own."""
    groups: dict[str, type] = {}
    flat = [inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)]
    # A command's own parameters first, then those that it shares: in this order the help shows them.
    for parameter in sorted(
        inspect.signature(function).parameters.values(), key=lambda one: is_dataclass(one.annotation)
    ):
        if not is_dataclass(parameter.annotation):
            flat.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))
            continue
        group = groups[parameter.name] = parameter.annotation  # type: ignore[assignment]
        hints = get_type_hints(group, include_extras=True)
        flat.extend(
            inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=field.default,
                annotation=hints[field.name],
            )
            for field in fields(group)
        )

    def call(ctx: typer.Context, **given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in fields(group)})
        if "session" in groups:
            given["session"] = _merged(ctx.obj, given["session"])
        if "session" in groups and "filters" in groups:
            _name_rows(given["session"], given["filters"])
        function(**given)

    call.__name__ = function.__name__
    call.__doc__ = function.__doc__
    call.__annotations__ = {}
    call.__signature__ = inspect.Signature(flat)  # type: ignore[attr-defined]
    return call


def _name_rows(session: Session, filters: Filters) -> None:
    """Numbers of rows of the last list among the documents become what they mean."""
    if filters.document and any(one.isdecimal() for one in filters.document):
        with session.corpus() as archive:
            filters.document = [last_list.meant(archive, one) for one in filters.document]


def _merged(before: Session, after: Session) -> Session:
    """The program's session with what was given after the command, which wins."""
    before.db = after.db or before.db
    before.debug = after.debug or before.debug
    return before
