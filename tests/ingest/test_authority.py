"""Authority of statements: by headline, else by opening, else the outlet's default; ranks and reasons."""

from __future__ import annotations

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets import registry as outlets
from corpus.ingest.outlets.registry import authority_kinds, get_outlet
from corpus.ingest.passages.title_countries import country_of
from corpus.text.records import Item, Parsed

SHIPPED = sorted(path.stem for path in outlets.SHIPPED.glob("*.toml"))
LINE = "Pyongyang, August 6 (KCNA) -- "
RANKS = (
    "government-statement",
    "foreign-ministry-statement",
    "spokesperson-statement",
    "spokesperson-answer",
    "press-statement",
    "department-director",
    "agency-statement",
    "agency-commentary",
    "signed-commentary",
    "news",
)


def parse(text: str, outlet: str = "kcna", **fields: str) -> Parsed:
    return normalise_item(Item(text.encode(), text, "a.txt", "a.txt", fields), get_outlet(outlet), {})


@pytest.mark.parametrize(
    ("opening", "authority"),
    [
        (
            "The Government of the Democratic People's Republic of Korea issued the following statement:",
            "government-statement",
        ),
        (
            "The Foreign Ministry of the Democratic People's Republic of Korea issued the following "
            'crucial statement "Roads":',
            "foreign-ministry-statement",
        ),
        (
            "A spokesperson for the Foreign Ministry of the Democratic People's Republic of Korea issued the "
            'following statement titled "Roads" on Sunday:',
            "spokesperson-statement",
        ),
        (
            "A spokesman for the DPRK Foreign Ministry gave the following answer to a question put by KCNA:",
            "spokesperson-answer",
        ),
        (
            "Kim Kang Il, vice-minister of National Defence of the DPRK, made "
            'public the following press statement "Roads" on May 25:',
            "press-statement",
        ),
        (
            "A spokesman for the DPRK Foreign Ministry released the following press statement on August 6:",
            "press-statement",
        ),
        (
            "Kim Yo Jong, vice department director of the Central Committee of the WPK, issued the following "
            "press statement on Sunday.",
            "press-statement",
        ),
        (
            "Han Jong Sik, director general of the Department of Roads of the Ministry, released "
            "the following press statement on May 3:",
            "department-director",
        ),
        (
            "The chief of the Foreign News Section of the Department of Press and Information of the DPRK "
            'Foreign Ministry on Thursday issued a press statement "Roads", which said:',
            "department-director",
        ),
        (
            "The Korean Central News Agency made public the following report on May 27 as regards a road:",
            "agency-statement",
        ),
        ('The following is the KCNA commentary titled "Roads":', "agency-commentary"),
        (
            'Kang Jin Song, an international affairs analyst, issued the following article titled "Roads":',
            "signed-commentary",
        ),
        (
            'The full text of an article contributed by Kim Myong Chol, an affairs analyst, "Roads" says:',
            "signed-commentary",
        ),
        ("A road was built in the county.", "news"),
        ("A spokesman said that a press statement had been issued on roads.", "news"),
        ("- A spokesperson for the DPRK Foreign Ministry issued a press statement on roads.", "news"),
    ],
)
def test_the_opening_tells_where_the_headline_does_not(opening: str, authority: str) -> None:
    text = f"{LINE}{opening}\nRoads are good. -0-"
    assert parse(text, title="Roads Are Good").authority == authority
    assert parse(opening + "\nRoads are good.", title="Roads Are Good").authority == authority


def test_the_headline_wins_over_the_opening() -> None:
    text = f"{LINE}The Korean Central News Agency issued the following report:\nRoads are good. -0-"
    assert parse(text, title="Roads Are Good: KCNA Commentary").authority == "agency-commentary"


@pytest.mark.parametrize(
    ("title", "authority"),
    [
        ("Press Statement of Head of External Policy Office of DPRK Foreign Ministry", "department-director"),
        ("Press Statement of External Policy Office Chief of DPRK Foreign Ministry", "department-director"),
        ("Press Statement of Vice Department Director of C.C., WPK Kim Yo Jong", "press-statement"),
        ("Press Statement of External Policy Office of DPRK Foreign Ministry", "press-statement"),
        ("Statement of Spokesman for Ministry of National Defence of DPRK", "spokesperson-statement"),
        ("Statement of Government of DPRK", "government-statement"),
        ("Statement of General Staff of KPA", None),  # none of the kinds: nothing is guessed
        ("KCNA Comments on Roads", "agency-commentary"),
        ("Statement by Foreign Ministry of Norland", None),
        ("Review of Rodong Sinmun", None),
        ("White Paper on Roads", None),
        ("조선민주주의인민공화국 외무성 대변인담화", "press-statement"),
        ("조선중앙통신사 론평", "agency-commentary"),
        ("조선민주주의인민공화국 외무성 성명", "foreign-ministry-statement"),
        ("외무성 성명", "foreign-ministry-statement"),
        ("로씨야련방 외무성 성명", None),
        ("조선민주주의인민공화국 외무성 대변인성명", "spokesperson-statement"),
    ],
)
def test_headlines(title: str, authority: str | None) -> None:
    assert parse("A road.", title=title).authority == authority


def test_only_the_outlets_ordinary_genre_is_news() -> None:
    assert parse(LINE + "A road was built.", title="Road Built").authority == "news"
    speech = parse(f"{LINE}Kim Jong Un made the following speech:\nWe build.", title="Road Built")
    assert (speech.genre, speech.authority) == ("speech", None)
    assert parse("A road was built.", "tass", title="Road Built").authority is None
    assert parse("A road was built.", title="Road Built", authority="decree").authority == "decree"


WITH_KINDS = [code for code in SHIPPED if authority_kinds(code)]


def test_which_outlets_have_kinds() -> None:
    """Of an outlet without kinds the test below would say nothing."""
    assert len(WITH_KINDS) >= 18
    assert {"kcna", "rodong", "xinhua", "granma"} <= set(WITH_KINDS)


@pytest.mark.parametrize("code", WITH_KINDS)
def test_a_kind_has_the_same_rank_everywhere(code: str) -> None:
    for kind in authority_kinds(code):
        assert kind.rank == RANKS.index(kind.name) + 1
        assert kind.reason
    assert [kind.name for kind in authority_kinds(code)] == [
        name for name in RANKS if name in {kind.name for kind in authority_kinds(code)}
    ]


def test_the_agency_has_all_ten_kinds() -> None:
    assert tuple(kind.name for kind in authority_kinds("kcna")) == RANKS
    assert authority_kinds("un-general-debate") == ()
    assert authority_kinds("no-such-outlet") == ()


@pytest.mark.parametrize(
    ("titles", "country"),
    [
        (["president of the Russian Federation"], "RUS"),
        (["president of Equatorial Guinea"], "GNQ"),
        (["king of the Kingdom of Sweden"], "SWE"),
        (["president of the Republic of Korea"], "KOR"),
        (["president of the State Affairs of the Democratic People’s Republic of Korea"], "PRK"),
        (["ambassador of Russia to the DPRK"], "RUS"),
        (["chairman of the Party of Cuba", "president of the Republic of Cuba"], "CUB"),
        (["president of Cuba", "president of Laos"], None),
        (["leader of us all", "group of Koreans in Japan"], None),
        ([], None),
        (["president of the Socialist Republic of Vietnam"], "VNM"),
        (["ambassador of the Soviet Union"], "SUN"),
        (["Президент России"], "RUS"),
        (["朝鲜外务省发言人"], "PRK"),
        (["남조선의 대통령"], "KOR"),
        (["president of Chosun Ilbo", "head of the Taiwan Affairs Office"], None),
    ],
)
def test_the_state_that_titles_name(titles: list[str], country: str | None) -> None:
    assert country_of(titles) == country
