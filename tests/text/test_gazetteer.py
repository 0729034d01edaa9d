"""Places in every spelling and script."""

from __future__ import annotations

import pytest

from corpus.settings import packaged
from corpus.text.gazetteer import place_key, place_named, places_of


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("Beijing", "BEIJING|Beijing|beijing|北京|베이징|Пекин|Pekín|Pékin|بكين"),
        ("Pyongyang", "PYONGYANG|P’yŏngyang|평양|平壤|平壌|Пхеньян"),
        ("Havana", "La Habana|LA HABANA|Havana|Гавана|哈瓦那"),
        ("Moscow", "MOSCOW|МОСКВА|Москва|Moscú|莫斯科|모스크바"),
        ("Hanoi", "Hà Nội|HANOI|Ha Noi|河内"),
        ("Damascus", "دمشق|Damascus|DAMASCUS"),
        ("Seoul", "SEOUL, South Korea|서울|首尔"),
        ("Geneva", "GENEVA|Genève|Ginebra|日内瓦|제네바|Женева"),
    ],
)
def test_a_place_has_one_name(name: str, spellings: str) -> None:
    assert {places_of(each) for each in spellings.split("|")} == {(name,)}


def test_several_places_and_unknown_ones() -> None:
    assert places_of("MOSCOW/NEW DELHI") == ("Moscow", "New Delhi")
    assert places_of("HOESANG") == places_of("Hoesang") == ("Hoesang",)
    assert places_of("兴安盟") == ("兴安盟",)
    assert places_of("/") == ()


def test_a_country_before_its_place_is_no_part_of_it() -> None:
    assert places_of("俄罗斯喀山") == places_of("喀山") == ("Kazan",)
    assert places_of("沙特阿拉伯利雅得") == ("Riyadh",)
    assert places_of("韩国庆州") == ("庆州",)
    assert places_of("几内亚比绍") == ("几内亚比绍",)  # which begins with the name of another country


def test_the_gazetteer_is_sound() -> None:
    places = packaged("corpus.data", "places.toml")
    assert len(places) > 500
    for name, (country, latitude, longitude, others) in places.items():
        assert place_named(name) is not None, name
        assert len(country) == 3
        assert country.isupper()
        assert -90 <= latitude <= 90
        assert -180 <= longitude <= 180
        for spelling in filter(None, others.split("|")):
            found = place_named(spelling)
            assert place_key(spelling)
            assert found is not None
            assert found.name == name, spelling
