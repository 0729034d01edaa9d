"""Before and after events against a slow counter of days: rates, lag, silence; and events as users give
them."""

from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import Corpus
from corpus.errors import FilterError, QueryError, UsageError
from corpus.insight.events import event_input as events_given
from corpus.insight.events.event_input import Event, days, event, iso, listed
from corpus.insight.events.phases import ALL
from tests import counter
from tests.builder import build
from tests.counter import Text
from tests.query.test_counts import Archive

if TYPE_CHECKING:
    from pathlib import Path

quick = settings(max_examples=14, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
BEGIN = datetime.date(2024, 3, 1)
OUTLETS = ("kcna", "rodong", "tass")


def day(number: int) -> datetime.date:
    return BEGIN + datetime.timedelta(days=number)


def text(number: int, outlet: str, words: str, role: str = "narration") -> Text:
    return Text(day(number).isoformat(), outlet, None, [(role, None, words)])


texts_of_days = st.lists(
    st.builds(
        text,
        st.integers(0, 24),
        st.sampled_from(OUTLETS),
        st.lists(st.sampled_from(["drone", "peace", "and", "war"]), min_size=1, max_size=6).map(" ".join),
    ),
    min_size=1,
    max_size=14,
)


def windows(
    texts: list[Text], dates: list[int], window: int, baseline: int
) -> dict[str, dict[str, set[str]]]:
    """The days of each phase of each event, and of all: as the rule says, day by day."""
    singles = {}
    for number in dates:
        singles[day(number).isoformat()] = {
            "before": {day(number - n).isoformat() for n in range(1, window + 1)},
            "after": {day(number + n).isoformat() for n in range(window)},
            "baseline": {day(number - window - n).isoformat() for n in range(1, baseline + 1)},
        }
    taken = {one for phases in singles.values() for name in ("before", "after") for one in phases[name]}
    for phases in singles.values():
        phases["baseline"] -= taken
    if len(dates) > 1:
        after = set().union(*(phases["after"] for phases in singles.values()))
        singles[ALL] = {
            "after": after,
            "before": taken - after,
            "baseline": set().union(*(phases["baseline"] for phases in singles.values())),
        }
    return singles


@quick
@given(
    texts=texts_of_days,
    dates=st.lists(st.integers(2, 22), min_size=1, max_size=3, unique=True).map(sorted),
    window=st.integers(1, 4),
    baseline=st.integers(1, 9),
)
def test_rates(
    sqlite_template: Path, texts: list[Text], dates: list[int], window: int, baseline: int
) -> None:
    names = [day(number).isoformat() for number in dates]
    with Archive(sqlite_template, texts) as corpus:
        found = corpus.before_after("drone", event=names, window=window, baseline=baseline, show="rates")[
            "rates"
        ]
    expected = windows(texts, dates, window, baseline)
    assert [(row["event"], row["phase"]) for row in found.rows()] == [
        (name, phase) for name in expected for phase in ("baseline", "before", "after")
    ]
    for row in found.rows():
        inside = expected[row["event"]][row["phase"]]
        held = [one for one in texts if one.year in inside]
        matches, tokens = counter.count_words(held, [{"drone"}]), counter.count_tokens(held)
        assert (row["matches"], row["tokens"]) == (matches, tokens)
        assert row["documents"] == sum(counter.count_words([one], [{"drone"}]) > 0 for one in held)
        assert row["days"] == len(inside)
        assert row["days_covered"] == len({one.year for one in held})
        if tokens:
            assert row["per_million"] == pytest.approx(matches / tokens * 1e6)
            assert row["low"] <= row["per_million"] <= row["high"]
        else:
            assert row["per_million"] is None
        calm = [one for one in texts if one.year in expected[row["event"]]["baseline"]]
        base, size = counter.count_words(calm, [{"drone"}]), counter.count_tokens(calm)
        if row["phase"] == "baseline" or not base or not tokens:
            assert row["ratio"] is None
        else:
            assert row["ratio"] == pytest.approx((matches / tokens) / (base / size))
            assert row["ratio_low"] <= row["ratio"] <= row["ratio_high"]


@quick
@given(texts=texts_of_days, number=st.integers(0, 24), horizon=st.integers(1, 12))
def test_lag_and_silence(sqlite_template: Path, texts: list[Text], number: int, horizon: int) -> None:
    name = day(number).isoformat()
    with Archive(sqlite_template, texts) as corpus:
        report = corpus.before_after("drone", event=name, window=4, horizon=horizon, show=["lag", "silence"])
    dated: dict[str, dict[str, list[Text]]] = {outlet: {} for outlet in OUTLETS}
    for one in texts:
        dated[one.outlet].setdefault(one.year, []).append(one)

    def says(outlet: str, date: str) -> int:
        return counter.count_words(dated[outlet].get(date, []), [{"drone"}])

    assert report["lag"].values("outlet") == sorted(outlet for outlet in OUTLETS if dated[outlet])
    for row in report["lag"].rows():
        ahead = [n for n in range(horizon) if says(row["outlet"], day(number + n).isoformat())]
        assert row["lag"] == (ahead[0] if ahead else None)
        size = ahead[0] + 1 if ahead else horizon
        assert row["days"] == size
        assert row["days_covered"] == sum(
            day(number + n).isoformat() in dated[row["outlet"]] for n in range(size)
        )
        assert row["first_mention"] == (day(number + ahead[0]).isoformat() if ahead else None)
        assert (row["ref"] is not None) == bool(ahead) == (row["why"] is None)
        before = [date for date in dated[row["outlet"]] if date < name and says(row["outlet"], date)]
        assert row["last_before"] == max(before, default=None)

    expected = {}
    after = [day(number + n).isoformat() for n in range(4)]
    for loud in OUTLETS:
        for quiet in OUTLETS:
            common = [date for date in after if date in dated[loud] and date in dated[quiet]]
            said = sum(says(loud, date) for date in common)
            if loud != quiet and said and not any(says(quiet, date) for date in common):
                sizes = [
                    counter.count_tokens([t for d in common for t in dated[o][d]]) for o in (loud, quiet)
                ]
                expected[loud, quiet] = (len(common), said, sizes[1], said / sizes[0] * sizes[1])
    found = {
        (row["carried_by"], row["silent"]): (
            row["days_both_cover"], row["matches"], row["silent_tokens"], pytest.approx(row["expected"])
        )
        for row in report["silence"].rows()
    }  # fmt: skip
    assert found == expected
    for row in report["silence"].rows():
        assert row["chance"] == pytest.approx(math.exp(-row["expected"]))


@pytest.fixture(scope="module")
def archive(sqlite_template: Path) -> Any:
    """Sixty days of two outlets: the drone of day 40 on, in the first only; a third outlet dated to the
    year."""
    texts = [
        text(n, "kcna", f"peace and work of day {n} " + ("drone drone over the city " * (n in (40, 41))))
        for n in range(60)
    ]
    texts += [text(n, "rodong", f"harvest and work in field {n}") for n in range(0, 60, 2)]
    texts.append(Text("2024", "tass", None, [("narration", None, "drone of some day")]))
    with Archive(sqlite_template, texts) as corpus:
        yield corpus


def test_a_day_that_only_one_covers_is_no_silence(archive: Corpus) -> None:
    report = archive.before_after("drone", event=day(41).isoformat(), window=1, baseline=20)
    assert len(report["silence"]) == 0
    assert any(
        "No day after these events is covered by both: kcna and rodong" in n for n in report.all_notes()
    )
    report = archive.before_after("drone", event=day(40).isoformat(), window=1, baseline=20)
    (row,) = report["silence"].rows()
    assert (row["carried_by"], row["silent"], row["days_both_cover"]) == ("kcna", "rodong", 1)
    assert "1 document left out: not dated to the day." in report.notes


def test_an_unusual_week(archive: Corpus) -> None:
    report = archive.before_after("drone", event=day(40).isoformat(), window=1, baseline=10, show="rates")
    p = {row["phase"]: row["p"] for row in report["rates"].rows()}
    days_possible = [n for n in range(60) if n >= 1 and n - 1 >= 7]
    # The event's day and the next are the highest of those on which it could be put.
    assert p["after"] == pytest.approx(2 * 2 / len(days_possible), abs=0.02)
    assert p["before"] == 1.0
    assert p["baseline"] is None
    assert any("1 event is too few" in note for note in report["rates"].notes)


def test_events_together(archive: Corpus) -> None:
    at_random = [day(n).isoformat() for n in (20, 25, 30, 35, 45, 50)]
    report = archive.before_after("work", event=at_random, window=1, baseline=8, show="rates", seed=3)
    pooled = [row for row in report["rates"].rows() if row["event"] == ALL]
    assert all(row["p"] > 0.05 for row in pooled if row["phase"] != "baseline")
    assert not any("too few" in note for note in report.all_notes())
    again = archive.before_after("work", event=at_random, window=1, baseline=8, show="rates", seed=3)
    assert again["rates"].rows() == report["rates"].rows()
    few = archive.before_after("work", event=at_random[:5], window=1, baseline=8, show="rates")
    assert all(row["p"] is None for row in few["rates"].rows() if row["event"] == ALL)
    assert any("5 events are too few" in note for note in few.all_notes())


def test_too_little_covered_time_gives_no_p(archive: Corpus) -> None:
    report = archive.before_after("drone", event=day(40).isoformat(), window=7, baseline=20, show="rates")
    assert {row["p"] for row in report["rates"].rows()} == {None}
    assert any("windows beside each other, and 20 are needed" in note for note in report.all_notes())


def test_keywords_and_comentions(archive: Corpus) -> None:
    report = archive.before_after(
        "drone", event=day(40).isoformat(), window=2, baseline=20, min=2, min_documents=1, near=2
    )
    after = [row for row in report["keywords"].rows() if row["phase"] == "after"]
    assert {"drone", "over", "city"} <= {row["word"] for row in after}
    drone = next(row for row in after if row["word"] == "drone")
    assert (drone["matches"], drone["reference_matches"], drone["documents"]) == (4, 0, 2)
    assert drone["log_ratio_low"] < drone["log_ratio"]
    assert drone["log_ratio_high"] is None
    assert len(report["comentions"]) == 0  # no drone in the baseline to compare with
    assert any("drone: nothing to compare" in note for note in report["comentions"].notes)


def test_comentions_of_both_times(archive: Corpus) -> None:
    report = archive.before_after(
        "work", event=day(40).isoformat(), window=2, baseline=20, near=6, show="comentions"
    )
    joined = {row["collocate"]: row for row in report["comentions"].rows() if row["phase"] == "after"}
    assert joined["drone"]["log_ratio"] > 0
    assert joined["drone"]["reference_matches"] == 0


def test_without_a_query_there_are_keywords_alone(archive: Corpus) -> None:
    assert [one.name for one in archive.before_after(event=day(40).isoformat()).sections] == ["keywords"]
    with pytest.raises(UsageError, match="Without a query"):
        archive.before_after(event=day(40).isoformat(), show="rates")


def test_each_event_has_word_lists_of_its_own(archive: Corpus) -> None:
    both = [day(20).isoformat(), day(40).isoformat()]
    names = archive.before_after("work", event=both, window=2, baseline=9, show="keywords", min=1)
    assert set(names["keywords"].values("event")) >= {both[1], ALL}
    pooled = archive.before_after(
        "work", event=both, window=2, baseline=9, show="keywords", min=1, each=False
    )
    assert set(pooled["keywords"].values("event")) == {ALL}


def test_against_the_days_before(archive: Corpus) -> None:
    report = archive.before_after("drone", event=day(40).isoformat(), window=3, against="before", min=2)
    assert set(report["keywords"].values("reference")) == {"before"}
    with pytest.raises(UsageError, match="against="):
        archive.before_after("drone", event=day(40).isoformat(), against="later")


BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "Name an event"),
    ({"event": "2024-13-01"}, "There is no month 13"),
    ({"event": "2024-02-30"}, "There is no 30 February 2024"),
    ({"event": "2024-02"}, "is no day"),
    ({"event": "soon"}, "is no date"),
    ({"event": "  "}, "event= is empty"),
    ({"event": "2024-03-10 " + "x" * 300}, "at most 200 characters"),
    ({"event": "2024-03-10", "window": "-7d"}, 'window="-7d": give a number of days from 1 to 366'),
    ({"event": "2024-03-10", "window": 0}, 'window="0"'),
    ({"event": "2024-03-10", "window": "400d"}, 'window="400d"'),
    ({"event": "2024-03-10", "window": "1 month"}, 'window="1 month"'),
    ({"event": "2024-03-10", "baseline": "9999d"}, 'baseline="9999d"'),
    ({"event": "2024-03-10", "horizon": "x"}, 'horizon="x"'),
    ({"event": "2024-03-10", "show": "sizes"}, "There is no table 'sizes'"),
    ({"event": "2024-03-10", "measure": "chi"}, "There is no measure 'chi'"),
    ({"event": "2024-03-10", "seed": -1}, "seed="),
    ({"events": "there/is/none.csv"}, "cannot be read"),
]


@pytest.mark.parametrize(("arguments", "message"), BAD)
def test_bad_input(archive: Corpus, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        archive.before_after("drone", **arguments)


def test_a_quotient_and_a_year_are_refused(archive: Corpus) -> None:
    with pytest.raises(QueryError, match="quotient"):
        archive.before_after("drone / work", event="2024-03-10")
    with pytest.raises(FilterError, match="No document of this selection is dated to a day"):
        archive.before_after("drone", event="2024-03-10", outlet="tass")


def test_an_event_that_the_archive_does_not_cover(archive: Corpus) -> None:
    report = archive.before_after("drone", event="1950-06-25")
    assert {row["per_million"] for row in report["rates"].rows()} == {None}
    assert {row["why"] for row in report["lag"].rows()} == {"the archive holds nothing of these days"}
    for date in ("9999-12-31", "0001-01-02"):
        with pytest.raises(UsageError, match="outside the calendar"):
            archive.before_after("drone", event=date)


def test_speaker_filters_do_not_uncover_days(sqlite_template: Path) -> None:
    texts = [text(n, "kcna", "work", "speech" if n == 5 else "narration") for n in range(10)]
    with Archive(sqlite_template, texts) as corpus:
        report = corpus.before_after("work", event=day(5).isoformat(), window=2, baseline=3, voice="speech")
    assert [row["days_covered"] for row in report["rates"].rows()] == [3, 2, 2]
    assert [row["matches"] for row in report["rates"].rows()] == [0, 0, 1]


@pytest.mark.parametrize(
    ("given", "expected"), [("7d", 7), ("2w", 14), ("10", 10), (3, 3), (" 1 week ", 7), ("5 days", 5)]
)
def test_days(given: object, expected: int) -> None:
    assert days("window", given, 366) == expected


def test_names_of_events() -> None:
    assert event("2024-01-15", 7) == Event(19737, "2024-01-15", 7)
    assert event("2024-01-15 A  speech", 7).name == "A speech"
    assert event("2024-01-15=A speech", 7).name == "A speech"
    assert iso(19737) == "2024-01-15"


def test_lists_of_events(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_bytes(
        '\ufeffName;DATE;Window;more\r\n발사;2024-01-15;2w;x\r\n\r\n"A; B";2024-02-01;;\r\n'.encode()
    )
    assert listed(path, 7) == [Event(19737, "발사", 14), Event(19754, "A; B", 7)]
    path.write_bytes("date,name\n2024-01-15,발사\n".encode("cp949"))
    assert listed(path, 3) == [Event(19737, "발사", 3)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"day,name\n2024-01-15,x\n", "has no column date; its columns: day, name"),
        (b"", "has no column date; its columns: none"),
        (b"date,name\n", "holds no event"),
        (b"date\nyesterday\n", "events.csv, line 2: 'yesterday' is no date"),
        (b"date,window\n2024-01-15,-3\n", "events.csv, line 2: window -3"),
        (b"date\n2024-01\n", "line 2: 2024-01 is no day"),
        (b"%PDF-1.7 \0\0\0", "is no list of events"),
        (b'date\n"2024', "line 2|is no date"),
        (b"date,name\n2024-01-15," + b"x" * 201, "at most 200"),
    ],
)
def test_bad_lists(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "events.csv"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=message):
        listed(path, 7)


def test_a_list_that_is_too_long(tmp_path: Path, archive: Corpus) -> None:
    path = tmp_path / "events.csv"
    path.write_text("date,name\n" + "".join(f"2024-03-10,{n}\n" for n in range(501)))
    with pytest.raises(UsageError, match="501 events are more than the 500"):
        archive.before_after("drone", events=path)
    path.write_text("date\n2024-03-10\n2024-03-10\n")
    assert (
        "1 of the events are given more than once: each is one."
        in archive.before_after("drone", events=path).notes
    )
    assert events_given.settings()["least_events"] == 6


def test_both_stores(database_url: str) -> None:
    texts = [text(n, "kcna", "peace and work " + "drone " * (n == 6)) for n in range(9)]
    with Corpus(database_url) as corpus:
        build(corpus, texts)
        report = corpus.before_after(
            "drone", event=day(6).isoformat(), window=2, baseline=4, min=1, min_documents=1
        )
        assert [row["matches"] for row in report["rates"].rows()] == [0, 0, 1]
        assert report["lag"].values("lag") == [0]
        assert report["keywords"].values("word")[0] == "drone"


def test_statistic_and_tails() -> None:
    from corpus.insight.events.permutation_test import statistic, two_sided

    values = statistic(np.array([8.0, 0, 0, 1]), np.array([2.0, 0, 4, 1]), np.array(100.0), np.array(200.0))
    assert values == pytest.approx([3, 0, math.log2(0.005 / 0.02), 1])
    assert np.isnan(statistic(np.array([0.0]), np.array([1.0]), np.array(0.0), np.array(5.0))).all()
    drawn = np.array([[1.0, 2, 3, 4], [5, 5, 5, 5]])
    assert two_sided(drawn, np.array([4.0, 5.0]), drawn=False) == pytest.approx([0.5, 1])
    assert two_sided(drawn, np.array([9.0, 0.0]), drawn=True) == pytest.approx([0.4, 0.4])
