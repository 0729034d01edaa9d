"""Countries in every spelling."""

from __future__ import annotations

import pytest

from corpus.text.countries import country_code, two_letters


@pytest.mark.parametrize(
    ("code", "spellings"),
    [
        ("KOR", "KOR kr 410 🇰🇷 ＫＯＲ"),
        ("KOR", "Republic of Korea|Korea, Republic of|Korea (Republic of)|Korea, Rep.|남조선|韩国|S. Korea"),
        (
            "PRK",
            "Dem. People's Rep. of Korea|조선민주주의인민공화국|Nordkorea|Corée du Nord|D.P.R.K.|북한 / DPRK",
        ),
        ("LAO", "Laos|Lao People’s Democratic Republic|老挝|LAO PDR|Лаос"),
        ("COD", "Congo, Dem. Rep.|DR Congo|Congo (Kinshasa)|ZAR|Zaïre"),
        ("COG", "Congo|Congo, Rep.|Republic of the Congo"),
        ("TZA", "Tanzania, United Republic of|United Republic of Tanzania"),
        ("CIV", "Cote d'Ivoire|CÔTE D’IVOIRE|Ivory Coast"),
        ("KNA", "St. Kitts & Nevis|Saint Kitts and Nevis"),
        ("GMB", "Gambia, The|the Gambia"),
        ("PRY", "República del Paraguay|Republic of Paraguay|Парагвай|パラグアイ"),
        ("VEN", "Venezuela (Bolivarian Republic of)|Bolivarian Republic of Venezuela"),
        ("DDR", "ddr|GDR|East Germany"),
        ("CSK", "CSK|Czechoslovakia"),
        ("YMD", "YMD|Democratic Yemen"),
        ("YUG", "yug|Югославия"),
        ("XQV", "xqv"),
        ("EU", "EU|European Union"),
        ("TWN", "Republic of China|Taiwan"),
        ("CHN", "People's Republic of China|PR China|中华人民共和国"),
        ("ROU", "ROM|Romania"),
    ],
)
def test_one_country_is_one_code(code: str, spellings: str) -> None:
    found = {
        spelling: country_code(spelling) for spelling in spellings.split("|" if "|" in spellings else " ")
    }
    assert set(found.values()) == {code}, found


@pytest.mark.parametrize(
    "value",
    ["", " ", "Korea", "Atlantis", "China; Peru", "NA", "ZZZ", "Republic of", "x" * 5000, "(((", "🇰", "0"],
)
def test_what_names_no_country_or_several_is_none(value: str) -> None:
    assert country_code(value) is None


def test_a_code_of_three_letters_has_one_of_two() -> None:
    assert (two_letters("PRK"), two_letters("YUG"), two_letters("")) == ("KP", None, None)
