"""What stands near the queries around events, words and people, against slow counts; and which days are
covered."""

from __future__ import annotations

import math
import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus
from corpus.cli.wording import CommandLine
from corpus.query.language.syntax import parse
from corpus.query.result.followup_commands import near
from corpus.wording import spoken
from tests import counter
from tests.builder import build
from tests.counter import Text
from tests.insight.test_events import OUTLETS, day, quick, text
from tests.query.test_counts import Archive

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = {"Kim Jong Un": ["kim", "jong", "un"], "Xi Jinping": ["xi", "jinping"]}
PIECES = ["drone", "Kim Jong Un", "Xi Jinping", "Kim Jong", "University", "and", "war"]
EVENT, WINDOW, BASELINE = 8, 2, 5
PHASES = {
    "after": range(EVENT, EVENT + WINDOW),
    "before": range(EVENT - WINDOW, EVENT),
    "baseline": range(EVENT - WINDOW - BASELINE, EVENT - WINDOW),
}

passages = st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join), max_size=4)


def made(number: int, outlet: str, lines: list[str]) -> Text:
    found = text(number, outlet, "start of it")
    found.passages += [("narration", None, line) for line in lines]
    return found


texts = st.lists(
    st.builds(made, st.integers(0, 11), st.sampled_from(OUTLETS), passages), min_size=1, max_size=10
)


def spans(pieces: list[str], wanted: list[str]) -> list[tuple[int, int]]:
    size = len(wanted)
    return [(at, at + size) for at in range(len(pieces) - size + 1) if pieces[at : at + size] == wanted]


def beside(lines: list[str], query: list[str]) -> tuple[int, dict[str, int]]:
    """Passages with a match, and for each person those of them that name him elsewhere than in a match."""
    held = 0
    named = dict.fromkeys(PEOPLE, 0)
    for line in lines:
        pieces = [counter.fold(word) for word in counter.words(line)]
        found = spans(pieces, query)
        held += bool(found)
        for person, name in PEOPLE.items():
            named[person] += bool(found) and any(
                pieces[end : end + 1] != ["university"]
                and not any(start < last and first < end for first, last in found)
                for start, end in spans(pieces, name)
            )
    return held, named


@quick
@given(texts=texts, query=st.sampled_from(["drone", "war", "kim jong", "xi"]))
def test_people(sqlite_template: Path, texts: list[Text], query: str) -> None:
    with Archive(sqlite_template, texts) as corpus:
        table = corpus.before_after(
            query, event=day(EVENT).isoformat(), window=WINDOW, baseline=BASELINE, show="people"
        )["people"]

    def lines(phase: str) -> list[str]:
        inside = {day(number).isoformat() for number in PHASES[phase]}
        return [line for one in texts if one.year in inside for role, _, line in one.passages
                if role in counter.COUNTED]  # fmt: skip

    base, there = beside(lines("baseline"), query.split())
    expected = {}
    for phase in ("after", "before"):
        held, named = beside(lines(phase), query.split())
        for person, number in named.items():
            other = there[person]
            if not (held and base):
                listed, ratio = number > 0, None
            else:
                ratio = math.log2(((number or 0.5) / held) / ((other or 0.5) / base))
                listed = bool((number and ratio > 0) or (other and ratio < 0))
            if listed and (number or other):
                approx = None if ratio is None else pytest.approx(ratio)
                expected[phase, person] = (number, held, other, base, approx)
    found = {
        (row["phase"], row["person"]): (
            row["passages"], row["of_passages"], row["reference_passages"], row["reference_of_passages"],
            row["log_ratio"],
        )
        for row in table.rows()
    }  # fmt: skip
    assert found == expected
    for row in table.rows():
        assert row["documents"] <= row["passages"]
        assert row["ref"] is not None
        if row["log_ratio_low"] is not None:
            assert row["log_ratio_low"] <= row["log_ratio"]
        if row["log_ratio_high"] is not None:
            assert row["log_ratio"] <= row["log_ratio_high"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("drone", {"Kim Jong Un": 2}), ("kim jong", {}), ("jong un", {}), ("kim", {"Xi Jinping": 1})],
)
def test_a_match_is_no_company_of_itself(sqlite_template: Path, query: str, expected: dict[str, int]) -> None:
    lines = ["Kim Jong Un saw a drone", "a drone, Kim Jong, Kim Jong Un", "drone at Kim Jong Un University"]
    lines.append("Xi Jinping and Kim")
    with Archive(sqlite_template, [made(EVENT, "kcna", lines)]) as corpus:
        rows = corpus.before_after(query, event=day(EVENT).isoformat(), show="people")["people"].rows()
    assert {row["person"]: row["passages"] for row in rows} == expected


def test_a_person_in_any_script(database_url: str) -> None:
    """Both stores; the row names a document of the phase in which query and person stand together."""
    texts = [
        Text(day(2).isoformat(), "kcna", None, [("narration", None, "무인기 이야기")], "ko"),
        Text(day(EVENT).isoformat(), "kcna", None, [("narration", None, "무인기와 김정은 동지")], "ko"),
        Text(day(EVENT).isoformat(), "tass", None, [("narration", None, "Kim Jong Un here"),
                                                    ("narration", None, "no 무인기 there")]),
    ]  # fmt: skip
    with Corpus(database_url) as corpus:
        build(corpus, texts)
        report = corpus.before_after("무인기", event=day(EVENT).isoformat(), show="people", baseline=9)
        (row,) = report["people"].rows()
        (ref,) = corpus.list(since=day(EVENT).isoformat(), outlet="kcna").values("ref")
    assert (row["phase"], row["person"], row["passages"], row["of_passages"]) == (
        "after",
        "Kim Jong Un",
        1,
        2,
    )
    assert (row["reference_passages"], row["reference_of_passages"]) == (0, 0)
    assert row["log_ratio"] is None
    assert row["ref"] == ref


@quick
@given(texts=texts, words=st.integers(1, 3))
def test_comentions(sqlite_template: Path, texts: list[Text], words: int) -> None:
    with Archive(sqlite_template, texts) as corpus:
        table = corpus.before_after(
            "drone",
            event=day(EVENT).isoformat(),
            window=WINDOW,
            baseline=BASELINE,
            show="comentions",
            near=words,
        )["comentions"]

    def around(phase: str) -> tuple[dict[str, int], int]:
        """For each word the tokens within the windows of matches, a token once for each match; and all."""
        counts: dict[str, int] = {}
        inside = {day(number).isoformat() for number in PHASES[phase]}
        for one in texts:
            for role, _, line in one.passages:
                pieces = [counter.fold(word) for word in counter.words(line)]
                if one.year not in inside or role not in counter.COUNTED:
                    continue
                for at in (n for n, piece in enumerate(pieces) if piece == "drone"):
                    for piece in pieces[max(0, at - words) : at] + pieces[at + 1 : at + 1 + words]:
                        counts[piece] = counts.get(piece, 0) + 1
        return counts, sum(counts.values())

    base, size = around("baseline")
    expected = {}
    for phase in ("after", "before"):
        counts, own = around(phase)
        for word in {*counts, *base} if own and size else ():
            a, b = counts.get(word, 0), base.get(word, 0)
            ratio = math.log2(((a or 0.5) / own) / ((b or 0.5) / size))
            if max(a, b) >= 3 and ((a and ratio > 1e-12) or (b and ratio < -1e-12)):
                expected[phase, word] = (a, b, pytest.approx(ratio))
    found = {
        (row["phase"], row["collocate"]): (row["matches"], row["reference_matches"], row["log_ratio"])
        for row in table.rows()
    }
    assert found == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("drone", "drone ~3 COLLOCATE"),
        ("regional development", "(regional development) ~3 COLLOCATE"),
        ("flood + water", "(flood|water) ~3 COLLOCATE"),
        ("(flood|water) damage", "((flood|water) damage) ~3 COLLOCATE"),
        ('[word="flood"]', '[word="flood"]'),
    ],
)
def test_the_command_that_opens_a_comention(query: str, expected: str) -> None:
    assert near(query, 3) == expected
    parse(near(query, 3))


def test_notes_name_commands_that_work(sqlite_template: Path) -> None:
    texts = [text(n, "kcna", "flood and water damage damage in Kim Jong Un words") for n in (3, 4, 8, 9)]
    with Archive(sqlite_template, texts) as corpus, spoken(CommandLine()):
        report = corpus.before_after(
            "flood + water", event=day(8).isoformat(), near=2, min=1, outlet="kcna", baseline=9, window=3
        )
        opened = 0
        for section in report.sections:
            for note in section.result.notes:
                for command in re.findall(r"corpus kwic (.+)", note):
                    opened += 1
                    query = shlex.split(command.replace("COLLOCATE", "damage").replace("WORD", "damage"))[0]
                    assert len(corpus.kwic(query)), command
    assert opened > 1


def test_a_silence_between_two_languages_is_said_to_be_none(sqlite_template: Path) -> None:
    texts = [text(8, "kcna", "flood"), text(8, "tass", "harvest")]
    texts.append(Text(day(8).isoformat(), "xinhua", None, [("narration", None, "洪水")], "zh"))
    with Archive(sqlite_template, texts) as corpus:
        event: dict[str, Any] = {"event": day(8).isoformat(), "baseline": 3, "window": 1, "show": "silence"}
        alone = corpus.before_after("flood", **event)["silence"]
        both = corpus.before_after("(flood|洪水)", **event)["silence"]
    (note,) = [note for note in alone.notes if "languages differ" in note]
    assert "xinhua (zh) beside kcna (en)" in note
    assert "tass" not in note
    assert both.values("silent") == ["tass", "tass"]


def test_codes_and_reprints_do_not_uncover_days(sqlite_template: Path) -> None:
    """A day is covered though nothing on it has the code; a reprint is no silence."""
    same = "the flood in the north came at night and many people were saved by the army in the morning"
    texts = [text(n, "kcna", f"work of day {n}") for n in range(8)]
    texts += [text(8, "kcna", same), text(9, "rodong", same), text(8, "rodong", "harvest")]
    with Archive(sqlite_template, texts) as corpus:
        corpus.add_code("x")
        corpus.annotate(corpus.list(since=day(8).isoformat(), outlet="kcna").values("ref")[0], "x", coder="A")
        event: dict[str, Any] = {"event": day(8).isoformat(), "window": 2, "baseline": 5}
        coded = corpus.before_after("flood", **event, code="x", show="rates")["rates"]
        assert coded.values("days_covered") == [5, 2, 2]
        assert coded.values("matches") == [0, 0, 1]
        once = corpus.before_after("flood", **event, collapse="reprints")
        assert once["rates"].values("matches") == [0, 0, 1]
        assert once["lag"].values("lag") == [0, 1]
        alone = corpus.before_after("flood", **event, show=["lag", "silence"])
        assert once["silence"].rows() == alone["silence"].rows()
        assert any("there reprints count" in note for note in once.notes)
        assert not any("there reprints count" in note for note in alone.notes)
