"""Random expressions over words: as CQL, and as the slow counter takes them; and archives with tags."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from sqlalchemy import update

from corpus.index.encoding.term_digests import digest_all
from corpus.store.engine import open_engine
from corpus.store.state import mark_changed
from corpus.store.tables.index import Term
from tests.counter import Node, Text, fold
from tests.query.test_counts import ROLES, SPEAKERS, Archive

if TYPE_CHECKING:
    from collections.abc import Callable

LEMMAS = importlib.util.find_spec("simplemma") is not None
PIECES = ["peace", "Peace", "and", "war", "wars", "constructs", "Constructed", "20×10", "U.S", "don’t", "당"]
TAGS = {
    "number": "NN",
    "peace": "NN",
    "war": "NN",
    "wars": "NNS",
    "and": "CC",
    "constructs": "VBZ",
    "constructed": "VBD",
}

# Passages of few different words hold many matches, and several to a start.
passages = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=9),
    st.lists(st.sampled_from(["peace", "Peace", "and", "war"]), max_size=8),
    st.lists(st.sampled_from(["peace", "and"]), max_size=8),
).map(" ".join)
texts = st.builds(
    Text,
    year=st.sampled_from(["2019", "2020"]),
    passages=st.lists(
        st.tuples(st.sampled_from(ROLES + ["speech"] * 8), st.sampled_from(SPEAKERS), passages), max_size=4
    ),
)
archives = st.lists(texts, min_size=1, max_size=4)


def folded(*words: str) -> Callable[[str], bool]:
    return lambda piece: fold(piece) in words


def tagged(*tags: str) -> Callable[[str], bool]:
    return lambda piece: TAGS.get(fold(piece), "") in tags


TOKENS: list[tuple[str, Callable[[str], bool]]] = [
    ('"peace"', folded("peace")),
    ('[word="peace"]', folded("peace")),
    ("[ word = 'PEACE' ]", folded("peace")),
    ('"and"%c', folded("and")),
    ('[word="and"]', folded("and")),
    ('"war"', folded("war")),
    ('[word="war.*"]', folded("war", "wars")),
    ('[word="(pea|an)[cd]e?"]', folded("peace", "and")),
    ('"(?-i)Peace"', lambda piece: piece == "Peace"),
    ('[word="(?-i)P.*"]', lambda piece: piece == "Peace"),
    ('[word="(?i)P.*"]', folded("peace")),
    ('l"U.S"', folded("u.s")),
    ('[word=l"u.s"]', folded("u.s")),
    ('"20.10"', folded("20x10")),
    ('"don.t"', folded("don't")),
    ('"don’t"', folded("don't")),
    ("[]", lambda piece: True),
    ('[word!="and"]', lambda piece: fold(piece) != "and"),
    ('[!word="and"]', lambda piece: fold(piece) != "and"),
    ('[word!="nowhere"]', lambda piece: True),
    ('[word="nowhere"]', lambda piece: False),
    ('[word!="and" & word!="peace"]', lambda piece: fold(piece) not in ("and", "peace")),
    ('[!(word="and" | word="peace")]', lambda piece: fold(piece) not in ("and", "peace")),
    ('[word="war" | word!="peace"]', lambda piece: fold(piece) != "peace"),
    ('[word!="war" | word="war"]', lambda piece: True),
    ('[word!="war" | word!="and"]', lambda piece: True),
    ('[word="war|peace" & word!="war"]', folded("peace")),
    ('[word="p.*" & (word=".*e" & word!="and")]', folded("peace")),
    ('[tag="NN"]', tagged("NN")),
    ('[pos="nn.*"]', tagged("NN", "NNS")),
    ('[tag="(?-i)nn.*"]', lambda piece: False),
    ('[tag!="NN.*"]', lambda piece: TAGS.get(fold(piece), "")[:2] != "NN"),
    ('[tag="V.*" & word="constructs"]', folded("constructs")),
]
if LEMMAS:
    TOKENS += [
        ('[lemma="construct"]', folded("constructs", "constructed")),
        ('[lemma="constr.*" & tag!="VBD"]', folded("constructs")),
        ('[lemma!="war"]', lambda piece: fold(piece) not in ("war", "wars")),
    ]

Written = tuple[str, Node]
token = st.sampled_from(TOKENS).map(lambda pair: (pair[0], Node("token", pair[1])))
QUANTIFIERS = {"?": (0, 1), "*": (0, 9), "+": (1, 9), "{2}": (2, 2), "{1,2}": (1, 2), "{0,3}": (0, 3)}
QUANTIFIERS |= {"{,2}": (0, 2), "{2,}": (2, 9), "{0,1}": (0, 1), "{0}": (0, 0)}


def _repeated(inner: Written, quantifier: str) -> Written:
    least, most = QUANTIFIERS[quantifier]
    return f"({inner[0]}){quantifier}", Node("repeat", None, (inner[1],), least, most)


def _in_a_row(inner: list[Written]) -> Written:
    return " ".join(f"({text})" for text, _ in inner), Node("sequence", None, tuple(n for _, n in inner))


def _alternatives(inner: list[Written]) -> Written:
    return " | ".join(f"({text})" for text, _ in inner), Node("either", None, tuple(n for _, n in inner))


plain_sequences = st.lists(
    st.one_of(
        token,
        token,
        st.tuples(token, st.sampled_from(list(QUANTIFIERS))).map(
            lambda pair: (pair[0][0] + pair[1], Node("repeat", None, (pair[0][1],), *QUANTIFIERS[pair[1]]))
        ),
    ),
    min_size=1,
    max_size=4,
).map(lambda found: (" ".join(text for text, _ in found), Node("sequence", None, tuple(n for _, n in found))))
expressions: st.SearchStrategy[Written] = st.one_of(
    plain_sequences,
    st.recursive(
        token,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(_in_a_row),
            st.lists(inner, min_size=2, max_size=3).map(_alternatives),
            st.tuples(inner, st.sampled_from(list(QUANTIFIERS))).map(lambda pair: _repeated(*pair)),
        ),
        max_leaves=5,  # an open repetition stands for a hundred: of more, the sequence would be too long
    ),
)


class Tagged(Archive):
    """An archive whose words have the tags that an analyser would give them."""

    def __init__(self, template: Path, texts: list[Text], merged: bool = False) -> None:
        super().__init__(template, texts, merged)
        self.corpus.close()
        engine = open_engine(str(Path(self.folder.name) / "corpus.db"), "write")
        with engine.begin() as connection:
            for word, tag in TAGS.items():
                connection.execute(update(Term).where(Term.c.fold == word).values(tag=tag))
            digest_all(connection)
            mark_changed(connection)
        engine.dispose()
