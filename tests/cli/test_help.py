"""corpus help: the pages of the manual, as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpus.cli.commands.help import topics
from corpus.output.text.pages import page

if TYPE_CHECKING:
    from tests.cli.conftest import Run

PAGE = """<!-- Made by hand. -->
# A **page**

Some words with `code *as* it is`, a [page](first-session.md) and a [site](https://site.example/a),
*wrapped* at a width.

- an item
  that goes on
- [ ] 1 \\* 2

| command | what it says |
|---|---|
| `a \\| b` | the first of the two, which is longer than there is room for |

```sh
corpus freq "a  b"
```
"""
SHOWN = """A page
======

Some words with `code *as* it is`, a page
(corpus help first-session) and a site
(https://site.example/a), wrapped at a
width.

- an item that goes on
- [ ] 1 * 2

command  what it says
-------  --------------------------------
`a | b`  the first of the two, which is
         longer than there is room for

    corpus freq "a  b"
"""


def test_markdown_becomes_text_of_a_width() -> None:
    assert page(PAGE, 41, "corpus help {}") == SHOWN


def test_without_a_topic_all_pages_are_listed(run: Run) -> None:
    done = run("help")
    assert (done.code, done.err) == (0, "")
    assert len(topics()) > 20
    for topic in topics():
        assert f"(corpus help {topic})" in done.out


@pytest.mark.parametrize("topic", topics())
def test_each_page_is_printed(topic: str, run: Run) -> None:
    done = run("help", topic)
    assert (done.code, done.err) == (0, "")
    title, rule, *_ = done.out.splitlines()
    assert (title[0] != "#", set(rule)) == (True, {"="})
    assert "<!--" not in done.out
    assert "**" not in done.out.replace("`**`", "")


@pytest.mark.parametrize("typed", [["counting", "rules"], ["Counting-Rules"], ["counting_rules.md"]])
def test_a_page_is_found_as_people_type_it(typed: list[str], run: Run) -> None:
    assert run("help", *typed).out.startswith("Counting rules\n==============\n")


def test_a_command_without_a_page_explains_itself(run: Run) -> None:
    assert run("help", "kwic").out == run("kwic", "--help").out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["glosary"], "No page 'glosary'. Did you mean glossary? corpus help lists them all."),
        (["counting", "rule"], "No page 'counting rule'. Did you mean counting-rules"),
        (["xyzzyx"], "No page 'xyzzyx'. corpus help lists them all."),
    ],
)
def test_near_misses_are_named(typed: list[str], said: str, run: Run) -> None:
    done = run("help", *typed)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"Error: {said}")
