"""JSON arrays, objects and lines."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from corpus import settings
from corpus.errors import UsageError
from corpus.ingest.readers import json_
from corpus.ingest.readers.inputs import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROWS = [
    {"headline": f"Headline {number}", "date_str": "2024-08-06", "story_text": f"Text {number}."}
    for number in range(1, 1001)
]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def lines(rows: list[Any]) -> list[str]:
    return [json.dumps(row, ensure_ascii=False) for row in rows]


def test_a_broken_line_is_rejected_and_the_others_load(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    written = lines(ROWS)
    written[699] = written[699][:-1]
    path = write(tmp_path / "a.jsonl", "\n".join(written) + "\n")
    items, [rejected] = sorted_read(path)
    assert len(items) == 999
    assert rejected.source == f"{path.as_posix()}, line 700"
    assert rejected.reason.startswith("It is not valid JSON (Expecting ',' delimiter at column 81)")
    assert rejected.raw == written[699].encode()
    assert items[0].raw == written[0].encode()
    assert items[0].source.endswith("a.jsonl, line 1")
    assert items[-1].fields == {"title": "Headline 1000", "date": "2024-08-06"}


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("[" + ",\n".join(lines(ROWS[:3])) + "]", id="array"),
        pytest.param(json.dumps({"count": 3, "articles": ROWS[:3]}), id="list within an object"),
        pytest.param("\n".join(lines(ROWS[:3])), id="lines called json"),
        pytest.param("\ufeff" + json.dumps(ROWS[:3]), id="byte order mark"),
    ],
)
def test_shapes_of_json(sorted_read: Callable[..., Any], tmp_path: Path, written: str) -> None:
    items, rejected = sorted_read(write(tmp_path / "a.json", written))
    assert [item.text for item in items] == ["Text 1.", "Text 2.", "Text 3."]
    assert rejected == []


def test_the_same_in_utf16_and_compressed(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    body = "\n".join(lines(ROWS[:3]))
    write(tmp_path / "a.jsonl", body.encode("utf-16"))
    write(tmp_path / "b.jsonl", "[" + body.replace("\n", ",") + "]")
    write(tmp_path / "c.jsonl.gz", gzip.compress(body.encode()))
    write(tmp_path / "d.json.gz", gzip.compress(json.dumps(ROWS[:3]).encode()))
    write(tmp_path / "e.ndjson", "\ufeff" + body + "\r\n\r\n")
    items, rejected = sorted_read(tmp_path)
    assert [item.text for item in items] == ["Text 1.", "Text 2.", "Text 3."] * 5
    assert rejected == []


def test_korean_lines_in_an_old_encoding(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    rows = [
        {"제목": "신년사", "본문": "우리 인민은 새해를 맞이한다."},
        {"제목": "신년사 2", "본문": "당은 위대하다."},
    ]
    items, _ = sorted_read(write(tmp_path / "a.jsonl", "\n".join(lines(rows)).encode("cp949")))
    assert [item.text for item in items] == ["우리 인민은 새해를 맞이한다.", "당은 위대하다."]
    assert all(item.raw.decode(item.encoding) == line for item, line in zip(items, lines(rows), strict=True))


def test_a_single_object_is_the_file_itself(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", '{"title": "T", "text": "One."}')
    [item], _ = sorted_read(path)
    assert (item.address, item.source, item.text) == (path.as_posix(), path.as_posix(), "One.")


def test_records_of_an_array_are_kept_as_canonical_json(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    [item], _ = sorted_read(write(tmp_path / "a.json", '[{"text": "é", "n" : 1.50, "a": null}]'))
    assert item.raw == '{"a":null,"n":1.5,"text":"é"}'.encode()


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "It is empty"),
        ('[{"text": "a"},\n {"text": }]', "It is not valid JSON (Expecting value at line 2, column 11)"),
        ("[]", "It holds no records"),
        ("7", "It holds no records"),
        (
            '{"note": "n", "number": 1}',
            "It has no column known to hold texts, only note, number: map the one",
        ),
        ("{}", "It has no column known to hold texts, nor any other"),
        ("[" * 100_000, "it is nested too deeply"),
        ('{"text": "", "place": "P"}', "neither text nor title nor URL"),
        ('["a", "b"]', "It is not a JSON object"),
        ('{"text": ' + "9" * 5000 + "}", "It is not JSON that can be read"),
    ],
)
def test_bad_json_is_rejected(
    sorted_read: Callable[..., Any], tmp_path: Path, written: str, reason: str
) -> None:
    items, rejected = sorted_read(write(tmp_path / "a.json", written))
    assert items == []
    assert reason in rejected[0].reason


@pytest.mark.parametrize("depth", range(900, 1000, 3))
def test_nesting_near_the_limit_of_python_never_raises(
    sorted_read: Callable[..., Any], tmp_path: Path, depth: int
) -> None:
    deep = "[" * depth + "]" * depth
    write(tmp_path / "a.json", f'[{{"text": {deep}}}, {{"text": "after"}}]')
    write(tmp_path / "b.jsonl", f'{{"text": {deep}}}\n{{"text": "after"}}')
    items, rejected = sorted_read(tmp_path)
    assert "after" in [item.text for item in items]
    assert len(items) + len(rejected) in (3, 4)


def test_items_without_text_are_kept_when_they_have_a_title_or_a_url(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    rows = [
        {"title": "A photo", "text": None},
        {"title": "", "url": "http://example.org/1", "text": ""},
        {"title": None, "text": None},
        {"title": "No column"},
    ]
    items, rejected = sorted_read(write(tmp_path / "a.jsonl", "\n".join(lines(rows))))
    assert [item.text for item in items] == ["", ""]
    assert [refusal.source.rpartition(", ")[2] for refusal in rejected] == ["line 3", "line 4"]


def test_addresses_do_not_hang_on_row_numbers(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"id": 7, "text": "by id"},
        {"title": "T", "date": "2024", "text": "by title and date"},
        {"title": "T", "date": "2025", "text": "by title and date"},
        {"text": "by text"},
        {"url": "http://example.org/a", "text": "by url"},
        {"url": "http://example.org/", "text": "a bare host is nobody's address"},
    ]
    path = write(tmp_path / "a.json", json.dumps(rows))
    first = {item.address: item.raw for item in sorted_read(path)[0]}
    write(path, json.dumps([{"text": "new"}, *reversed(rows)]))
    later = {item.address: item.raw for item in sorted_read(path)[0]}
    assert len(first) == len(rows)
    assert first.items() <= later.items()
    assert f"{path.as_posix()}#7" in first
    assert "http://example.org/a" in first


def test_a_bare_host_is_the_address_of_no_item(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    rows = [{"url": "http://example.org/", "text": text} for text in ("one", "two")]
    items, _ = sorted_read(write(tmp_path / "a.json", json.dumps(rows)))
    assert items[0].address != items[1].address
    assert items[0].fields["url"] == "http://example.org/"


def test_two_texts_under_one_title_have_two_addresses(
    sorted_read: Callable[..., Any], tmp_path: Path
) -> None:
    rows = [{"title": "T", "text": "one"}, {"title": "T", "text": "two"}, {"title": "T", "text": "one"}]
    items, _ = sorted_read(write(tmp_path / "a.json", json.dumps(rows)))
    assert items[0].address == items[2].address != items[1].address


def test_half_a_surrogate_pair_is_replaced(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    [item], _ = sorted_read(write(tmp_path / "a.json", '[{"text": "a\\ud800b", "k\\ud800": "v\\udfff"}]'))
    assert item.text == "a\ufffdb"
    assert item.fields == {"k\ufffd": "v\ufffd"}
    assert json.loads(item.raw)["text"] == "a\ud800b"


def test_a_line_longer_than_the_limit_is_rejected_and_reading_goes_on(
    sorted_read: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAX_TEXT_CHARACTERS", 1000)
    texts = ["before", "x" * 1001, "x" * 5_000_000, "after"]
    items, [long, longer] = sorted_read(
        write(tmp_path / "a.jsonl", "\n".join(lines([{"text": t} for t in texts])))
    )
    assert [item.text for item in items] == ["before", "after"]
    assert "Its text has 1,001 characters" in long.reason
    assert longer.source.endswith("line 3")
    assert "split it" in longer.reason
    assert longer.size == 5_000_000 + len('{"text": ""}') + 1


def test_json_that_would_fill_the_memory_is_rejected(
    sorted_read: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_, "MAX_VALUES", 1000)
    _, [rejected] = sorted_read(write(tmp_path / "a.json", "[" + "{}," * 400_000 + "{}]"))
    assert "it may hold more than 1,000 values" in rejected.reason


def test_a_mapped_column_that_no_record_has_is_a_usage_error_before_anything_is_read(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", '{"headline": "H", "story": "S"}\n{"other": 1}')
    write(tmp_path / "b.txt", "text")
    with pytest.raises(
        UsageError, match="column 'body' that is mapped to text; there are: headline, story, other"
    ):
        read([tmp_path], mapping={"text": "body"})


def test_a_mapped_column_of_any_record_will_do(sorted_read: Callable[..., Any], tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", '{"headline": "H", "text": "S"}\n{"body": "B"}')
    items, [rejected] = sorted_read(tmp_path, mapping={"text": "body"})
    assert [item.text for item in items] == ["B"]
    assert rejected.source.endswith("line 1")


def test_mapping_needs_columns(tmp_path: Path) -> None:
    write(tmp_path / "b.txt", "text")
    with pytest.raises(UsageError, match="the inputs have no columns at all"):
        read([tmp_path], mapping={"text": "body"})
