"""The JSON API as OpenAPI describes it: parameters as the library has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from corpus import choices
from corpus.web.answers import MEDIA
from corpus.web.limits import MOST, SECONDS
from corpus.web.state import arguments

if TYPE_CHECKING:
    from corpus.api.signatures import Parameter

CHOICES = {
    ("freq", "by"): choices.FrequencyFacet,
    ("freq", "per"): choices.Denominator,
    ("freq", "draw"): choices.Drawn,
    ("freq", "sort"): choices.RowOrder,
    ("kwic", "sort"): choices.LineOrder,
    ("list", "sort"): choices.DocumentOrder,
    ("coverage", "by"): choices.Period,
    ("compare", "show"): choices.ComparisonSection,
    ("keywords", "measure"): choices.KeynessMeasure,
    ("keywords", "correction"): choices.Correction,
    ("collocates", "measure"): choices.AssociationMeasure,
    ("collocates", "by"): choices.FrequencyFacet,
    ("formulas", "by"): choices.FormulaPeriod,
    ("formulas", "kind"): choices.FormulaKind,
    ("formulas", "sort"): choices.FormulaOrder,
    ("trends", "by"): choices.TrendPeriod,
    ("trends", "kind"): choices.TrendKind,
    ("review", "field"): choices.DoubtField,
}
"""What some arguments can be."""
ERROR = {
    "type": "object",
    "required": ["error", "argument"],
    "properties": {
        "error": {"type": "string", "description": "One sentence: what, where and what to do."},
        "argument": {"type": ["string", "null"], "description": "The argument that is at fault."},
    },
}
ROWS = {"type": "array", "items": {"type": "object"}}
TEXTS = {"type": "array", "items": {"type": "string"}}


def choice(question: str, name: str) -> tuple[str, ...]:
    """What an argument can be; empty where anything."""
    return get_args(CHOICES.get((question, name)))


def operation(question: str) -> dict[str, Any]:
    """What FastAPI adds to the description of a question's address."""
    given = [_parameter(question, one) for one in arguments(question).values()]
    form = {"type": "string", "enum": [*MEDIA]}
    given.append(_query("format", form, "Instead of the whole answer: its table as a file, or drawn."))
    return {
        "parameters": given,
        "responses": {
            "200": {
                "description": "The answer.",
                "content": {"application/json": {"schema": _answer(question)}},
            },
            **{
                status: {"description": said, "content": {"application/json": {"schema": ERROR}}}
                for status, said in (
                    ("400", "The question is wrong."),
                    ("404", "Something asked for by name is not there."),
                    ("503", f"The archive cannot answer, or not within {SECONDS:g} seconds."),
                )
            },
        },
    }


def _answer(question: str) -> dict[str, Any]:
    rows = {"show": {"about": ROWS, "passages": ROWS}, "compare": {"sections": ROWS}}.get(
        question, {"rows": ROWS}
    )
    every = {
        "question": {"const": question},
        "title": {"type": "string"},
        **rows,
        "notes": TEXTS,
        "provenance": {"type": "object"},
    }
    return {"type": "object", "required": [*every], "properties": {**every, "coverage": ROWS}}


def _parameter(question: str, one: Parameter) -> dict[str, Any]:
    about = "A filter: what counts." if one.filter else ""
    return _query(one.name, schema_of(question, one), about, one.required)


def schema_of(question: str, one: Parameter) -> dict[str, Any]:
    """The JSON schema of an argument."""
    words = choice(question, one.name)
    text: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 1_000}
    if words:
        text = {"type": "string", "enum": [*words]}
    schema: dict[str, Any] = {
        "text": text,
        "texts": {"type": "array", "items": text},
        "number": {"type": "integer", **({"maximum": MOST[one.name]} if one.name in MOST else {})},
        "switch": {"type": "boolean"},
    }[one.kind]
    if one.default not in (None, ()):
        schema = {**schema, "default": [*one.default] if isinstance(one.default, tuple) else one.default}
    return schema


def _query(name: str, schema: dict[str, Any], about: str, required: bool = False) -> dict[str, Any]:
    return {
        "name": name, "in": "query", "required": required, "schema": schema,
        **({"description": about} if about else {}),
    }  # fmt: skip
