"""Datelines that no pattern of an outlet knows: a known place, and with it a day, an agency or a dash."""

from __future__ import annotations

import pytest

from corpus.ingest.dates.opening_datelines import find_dateline
from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.records import Item

# what is printed, before the first words; place, month and day, agency
FORMS = {
    "Baku. 5 December. REPORT.AZ/ ": ("Baku", (12, 5), "REPORT.AZ"),
    "БИШКЕК, 26-фев. — Sputnik. ": ("БИШКЕК", (2, 26), "Sputnik"),
    "КИЇВ. 5 листопада. УНІАН. ": ("КИЇВ", (11, 5), "УНІАН"),
    "(ANSA) - ROMA, 05 NOV - ": ("ROMA", (11, 5), None),
    "Warszawa, 05.11.2024 (PAP) - ": ("Warszawa", (11, 5), "PAP"),
    "Budapest, 2024. november 5., kedd (MTI) - ": ("Budapest", (11, 5), "MTI"),
    "Београд, 5. новембар (Танјуг) - ": ("Београд", (11, 5), "Танјуг"),
    "София. 5 ноември /БТА/ ": ("София", (11, 5), "БТА"),
    "Улаанбаатар, 2024 оны 11-р сарын 5 /МОНЦАМЭ/. ": ("Улаанбаатар", (11, 5), "МОНЦАМЭ"),
    "Ulaanbaatar /MONTSAME/ ": ("Ulaanbaatar", None, "MONTSAME"),
    "عمان 5 تشرين الثاني (بترا)- ": ("عمان", (11, 5), "بترا"),
    "JAKARTA, iNews.id - ": ("JAKARTA", None, "iNews.id"),
    "TEMPO.CO, Jakarta - ": ("Jakarta", None, "TEMPO.CO"),
    "(MENAFN- Kuwait News Agency (KUNA)) KUWAIT, Feb 10 (KUNA) -- ": ("KUWAIT", (2, 10), "KUNA"),
    "越通社河内——": ("河内", None, "越通社"),
    "越通社河内1月9日——": ("河内", (1, 9), "越通社"),
    "KOTA BARU, Nov 14 ― ": ("KOTA BARU", (11, 14), None),
    "Oslo (Sept 16): ": ("Oslo", (9, 16), None),
    "BEOGRAD - ": ("BEOGRAD", None, None),
    "New Delhi: ": ("New Delhi", None, None),
    "Сухум. 18 марта. Абхазия-Информ. ": ("Сухум", (3, 18), "Абхазия-Информ"),
    "(LaPresse) ": (None, None, "LaPresse"),
    "13.08.2022 | 15:48 |": (None, (8, 13), None),
    "باشگاه خبرنگاران جوان ـ ": (None, None, "باشگاه خبرنگاران جوان"),
    "تہران(اے ایف پی /جنگ نیوز )": ("تہران", None, "اے ایف پی /جنگ نیوز"),
}
WORDS = {"越": "越南外交部举行发布会。", "ع": "التقى الوزير", "": "The mill turns again."}


@pytest.mark.parametrize("printed", FORMS)
def test_a_known_place_with_a_day_an_agency_or_a_dash_is_a_dateline(printed: str) -> None:
    words = WORDS.get(printed[0], WORDS[""])
    found = find_dateline(printed + words, get_outlet("generic").datelines, first=True)
    assert found is not None
    place, day, agency = FORMS[printed]
    assert (found.place, found.agency) == (place, agency)
    assert ((found.month, found.day) if found.month else None) == day
    assert (found.start, found.end) == (0, len(printed))


@pytest.mark.parametrize(
    "words",
    [
        "Moscow is the capital of the country.",
        "London, however, said no.",
        "Paris and Rome agreed on it.",
        "Hanoi, May 5 was a day of rest.",
        "Oslo (the capital) waits.",
        "Nowhere, May - the mill turns.",
        "THE MILL, May 5 was a day of rest.",
        "THE MILL, the mill turns.",
        "Mayor - the mill turns.",
        "Сухум. 18 марта был днём отдыха.",
        "(the mill) turns again.",
    ],
)
def test_sentences_that_begin_with_a_place_are_none(words: str) -> None:
    assert find_dateline(words, get_outlet("generic").datelines, first=True) is None


def test_a_dash_alone_makes_one_only_of_the_first_paragraph() -> None:
    datelines = get_outlet("generic").datelines
    assert find_dateline("Oslo - The mill turns.", datelines) is None
    assert find_dateline("Oslo - The mill turns.", datelines, first=True) is not None


def test_a_text_with_a_dateline_is_news_of_that_place() -> None:
    text = "Mill Turns Again\n\nOslo - The mill turns again, said the mayor.\n\nIt was restored."
    parsed = normalise_item(Item(b"", text, "a.txt", "a.txt", {}), get_outlet("generic"), {})
    assert (parsed.title, parsed.place, parsed.genre) == ("Mill Turns Again", "Oslo", "news")


def test_an_outlet_without_datelines_has_none() -> None:
    assert find_dateline("Oslo, May 5 (ABC) - The mill turns.", (), first=True) is None
