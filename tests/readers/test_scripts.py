"""Scripts that are nothing but texts under a name: what networks give their users of their own texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from corpus.ingest.readers.inputs import read
from corpus.ingest.readers.walk import LeftOut
from tests.readers.test_archives import packed

if TYPE_CHECKING:
    from pathlib import Path

TWEETS = [
    {
        "tweet": {
            "id_str": "17",
            "full_text": "The dam is whole.",
            "created_at": "Sun Nov 29 21:04:05 +0000 2026",
        }
    },
    {
        "tweet": {
            "id_str": "18",
            "full_text": "Rice &amp; peace.",
            "created_at": "Mon Nov 30 09:00:00 +0000 2026",
        }
    },
]
FILES = {
    "data/tweets.js": f"window.YTD.tweets.part0 = {json.dumps(TWEETS, indent=2)}",
    "data/tweets-part1.js": f"\ufeffwindow.YTD.tweets.part1 = {json.dumps(TWEETS[:1])};\n",
    "data/js/tweets/2013_05.js": 'Grailbird.data.tweets_2013_05 = \n [{"text": "An old dam.", "id": "1"}]',
    "data/follower.js": 'window.YTD.follower.part0 = [{"follower": {"accountId": "1"}}]',
    "assets/app.js": "window.YTD.tweets.part0.map(one => one.text)",
    "assets/data.js": 'var rows = [{"text": "A shop."}]',
}
TEXTS = ["An old dam.", "Rice & peace.", "The dam is whole.", "The dam is whole."]


def found(path: Path, left_out: LeftOut) -> list[Any]:
    return sorted(read([path], left_out=left_out), key=lambda one: str(one.text))


@pytest.mark.parametrize("zipped", [False, True])
def test_the_tweets_of_an_export_are_read_and_its_other_scripts_passed_over(
    tmp_path: Path, zipped: bool
) -> None:
    for name, content in FILES.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(content)
    path = tmp_path / "in"
    if zipped:
        path = tmp_path / "in.zip"
        path.write_bytes(packed(dict(FILES)))
    left_out = LeftOut()
    items = found(path, left_out)
    assert [item.text for item in items] == TEXTS
    assert [item.fields.get("date") for item in items[1:3]] == [
        one["tweet"]["created_at"] for one in TWEETS[::-1]
    ]
    assert left_out.companions == 3


def test_a_script_given_by_its_name_is_read_as_its_value_or_says_where_it_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "tweets.js"
    path.write_text(FILES["data/tweets.js"])
    assert [item.text for item in found(path, LeftOut())] == TEXTS[1:3]
    path.write_text(FILES["data/tweets.js"][:-3])
    [broken] = read([path])
    assert "It is not valid JSON" in broken.reason  # type: ignore[union-attr]
