"""From an address to a page."""

from __future__ import annotations

import hmac
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError, UsageError
from corpus.web.answers import HTML, Answer, failed, status_of
from corpus.web.limits import MOST_BYTES
from corpus.web.links import address
from corpus.web.pages import comparison, concordance, coverage, document, forms, review, tables
from corpus.web.pages.environment import environment
from corpus.web.state import State, arguments

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from corpus.api import Corpus

    Shown = Callable[[Corpus, State], dict[str, Any]]

PAGES: Mapping[str, tuple[str, Shown]] = {
    "freq": ("frequency.html", tables.frequency),
    "kwic": ("concordance.html", concordance.concordance),
    "list": ("table.html", tables.table),
    "coverage": ("coverage.html", coverage.coverage),
    "collocates": ("table.html", tables.table),
    "reuse": ("table.html", tables.table),
    "attendance": ("table.html", tables.table),
    "compare": ("comparison.html", comparison.comparison),
    "people": ("table.html", tables.table),
    "titles": ("table.html", tables.table),
    "formulas": ("table.html", tables.table),
    "first": ("table.html", tables.table),
    "similar": ("table.html", tables.table),
    "show": ("document.html", document.document),
    "review": ("review.html", review.review),
    "people_proposals": ("persons.html", review.persons),
    "people_variants": ("persons.html", review.persons),
}
"""The pages by the questions that they ask: template, and what it shows."""
MENU = ("freq", "kwic", "list", "coverage", "compare", "people", "formulas", "review")
"""The pages that every page leads to, with what is asked for now."""
WRONG = "wrong.html"
LINKS = "application/link-format"


def page(corpus: Corpus, question: str, query: str) -> Answer:
    """The page of an address; of a wrong one its form, with what is wrong."""
    return _page(corpus, question, query, {})


def _page(corpus: Corpus, question: str, query: str, more: dict[str, Any]) -> Answer:
    template, shown = PAGES[question]
    state, error, found = State(question), None, dict[str, Any]()
    try:
        state = State.parse(question, query)
        found = shown(corpus, state) if _asks(state) else {"result": None}
    except CorpusError as caught:
        error, template = caught, WRONG
    body = _rendered(corpus, template, state, error, {**more, **found})
    if len(body) > MOST_BYTES:
        error, found = UsageError("The page would be too large: ask for less."), {}
        body = _rendered(corpus, WRONG, state, error, more)
    status = 200 if error is None else status_of(error)
    return Answer(status, HTML, body, found.get("headers", {}))


def any_document(corpus: Corpus) -> Answer:
    """The page of a document, whichever comes first, with its matches of a word."""
    refs = corpus.list(limit=1).values("ref")
    return page(corpus, "show", State.of("show", {"document": refs[0], "query": ("a",)}).printed())


def _rendered(
    corpus: Corpus, template: str, state: State, error: CorpusError | None, shown: dict[str, Any]
) -> bytes:
    text = environment().get_template(template).render({**_common(corpus, state, error), **shown})
    return text.encode("utf-8", "replace")


def _asks(state: State) -> bool:
    """Whether all is given that the question needs; else there is a form only."""
    return all(
        state.get(one.name) is not None for one in arguments(state.question).values() if one.required
    ) or (bool(state.values) and state.question == "compare")


def reviewed(corpus: Corpus, question: str, query: str, token: str) -> Answer:
    """A page that changes something; ``token``: of this server where the reader may do so, else empty."""
    return _page(corpus, question, query, {"token": token, "back": query, "failed": ""})


def change_made(corpus: Corpus, body: str, token: str) -> Answer:
    """The page of a form again, after what it has asked for was done, or with why it was not."""
    given: dict[str, str] = {}
    try:
        given = review.fields_sent(body)
        if not hmac.compare_digest(given.get("token", "").encode(), token.encode()):
            raise UsageError("The form is not this server's: open the page again.")
        review.change(corpus, given)
    except CorpusError as error:
        question, back = _page_before(given)
        made = _page(corpus, question, back, {"token": token, "back": back, "failed": str(error)})
        return replace(made, status=status_of(error))
    question, back = _page_before(given)
    return Answer(303, HTML, b"", {"location": address(State.parse(question, back))})


def _page_before(given: Mapping[str, str]) -> tuple[str, str]:
    """The page that a form stood on, and its query."""
    question = given.get("page", "")
    if question not in review.PAGES:
        question = review.PAGES[0]
    back = given.get("back", "")
    return question, back if _parses(question, back) else ""


def _parses(question: str, query: str) -> bool:
    try:
        State.parse(question, query)
    except CorpusError:
        return False
    return True


def time_map(corpus: Corpus, query: str) -> Answer:
    """The versions of a document, for programs (RFC 7089)."""
    try:
        return Answer(200, LINKS, document.time_map(corpus, query).encode())
    except CorpusError as error:
        return failed(error)


def _common(corpus: Corpus, state: State, error: CorpusError | None) -> dict[str, Any]:
    """What every page shows: menu, form, filters, what is wrong."""
    about = forms.texts_of(state.question)
    first, more = about["fields"], about.get("more", [])
    facets = forms.facets_of(corpus, state) if _filtered(state) else []
    typed = forms.other_filters(state) if _filtered(state) else []
    shown = [*first, *more, *(one[0] for one in facets), *(one.name for one in typed)]
    return {
        "state": state,
        "question": state.question,
        "title": about["title"],
        "lead": about["lead"],
        "button": about["button"],
        "menu": [
            (forms.texts_of(name)["title"], address(_about(state, name)), _here(name, state.question))
            for name in MENU
        ],
        "related": [
            (forms.texts_of(name)["title"], address(_about(state, name)), name == state.question)
            for name in _related(state.question)
        ],
        "fields": forms.fields_of(state, first),
        "more": forms.fields_of(state, more),
        "more_set": any(name in more for name, _ in state.values),
        "facets": facets,
        "typed": typed,
        "filters": [
            (forms.texts_of("labels").get(name, name), ", ".join(state.several(name)))
            for name in state.filters()
        ],
        "unfiltered": address(state.but(**dict.fromkeys(state.filters()))),
        "kept": forms.hidden(state, shown),
        "error": None if error is None else {"said": str(error), "argument": error.argument},
        "query": ", ".join(state.several("query")) if "query" in arguments(state.question) else "",
        "files": f"/api/{state.question}?{state.printed()}",
        "headings": tables.HEADINGS,
        "ends": tables.ENDS,
        "dates": tables.DATED,
        "words": tables.WORDS,
        "cut": tables.CUT,
    }  # fmt: skip


def _related(question: str) -> list[str]:
    """The pages about the same thing, this one too; none where there is no other."""
    groups: dict[str, list[str]] = forms.texts_of("related")
    return next((names for names in groups.values() if question in names), [])


def _here(name: str, question: str) -> str:
    """What ``aria-current`` says of an entry of the menu: of this page, of one that this one belongs to."""
    if name == question:
        return "page"
    belongs = question in review.PAGES if name == review.PAGES[0] else _related(question)[:1] == [name]
    return "true" if belongs and question not in MENU else ""


def _about(state: State, question: str) -> State:
    """Another question about the same, as far as its address can say it."""
    try:
        return state.to(question)
    except CorpusError:
        return State.of(question, state.filters())


def _filtered(state: State) -> bool:
    """Whether filters go with a question's page."""
    return state.question not in ("show", "similar") and any(
        one.filter for one in arguments(state.question).values()
    )
