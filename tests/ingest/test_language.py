"""The language of a text without one: scripts, common words, letters, the outlet's languages as prior."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.ingest.passages import language_detection as module
from corpus.ingest.passages.language_detection import Detected, detected, passage_languages
from corpus.ingest.passages.language_words import OF_ONE_SCRIPT, SIMPLIFIED, TRADITIONAL
from corpus.text.function_words import telling_words
from corpus.text.records import Item

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = "The people of the country have been told that the road is open, and that it was built for all."
SPANISH = "El pueblo del país ha sabido que el camino está abierto y que fue construido para todos."

SENTENCES = {
    "en": "The supreme leader inspected the building site and was satisfied with the work of the soldiers.",
    "es": "El presidente de la República inauguró este martes una nueva escuela en la provincia de Holguín.",
    "fr": "Le ministre des affaires étrangères a reçu hier l'ambassadeur pour des entretiens.",
    "de": "Die Regierung hat gestern einen neuen Plan für den Bau von Wohnungen vorgestellt.",
    "pt": "O presidente da República visitou ontem as obras da nova ponte e falou com os trabalhadores.",
    "it": "Il presidente del consiglio ha visitato ieri la nuova scuola della città e parlato con tutti.",
    "nl": "De president bezocht gisteren de nieuwe fabriek en sprak met de arbeiders over de plannen.",
    "pl": "Prezydent odwiedził wczoraj nową fabrykę i rozmawiał z robotnikami o planach rozwoju.",
    "ro": "Președintele a vizitat ieri noua fabrică și a discutat cu muncitorii despre planuri.",
    "is": "Forseti landsins heimsótti í gær nýja verksmiðju og ræddi við starfsmenn um áætlanir þeirra.",
    "tl": "Bumisita ang pangulo sa bagong pabrika at nakipag-usap sa mga manggagawa tungkol sa mga plano.",
    "bn": "প্রধানমন্ত্রী আজ নতুন কারখানা পরিদর্শন করেন এবং শ্রমিকদের সঙ্গে কথা বলেন।",
    "ta": "ஜனாதிபதி இன்று புதிய தொழிற்சாலையைப் பார்வையிட்டு தொழிலாளர்களுடன் பேசினார்.",
    "vi": "Chủ tịch nước đã đến thăm và làm việc với các công nhân của nhà máy trong ngày hôm nay.",
    "tr": "Cumhurbaşkanı bugün başkentte düzenlenen törende yeni hastanenin açılışını yaptı.",
    "id": "Presiden mengunjungi pabrik baru itu dan berbicara dengan para pekerja tentang pembangunan.",
    "ru": "Президент посетил новый завод и поговорил с рабочими о планах развития области.",
    "uk": "Президент відвідав новий завод і поговорив з робітниками про плани розвитку області.",
    "be": "Прэзідэнт наведаў новы завод і пагаварыў з рабочымі пра планы развіцця вобласці.",
    "sr": "Председник је посетио нову фабрику и разговарао са радницима о плановима за развој.",
    "ar": "زار الرئيس المصنع الجديد وتحدث مع العمال عن خطط التنمية في المحافظة خلال العام المقبل",
    "fa": "رئیس جمهور از کارخانه جدید بازدید کرد و با کارگران درباره برنامه‌های توسعه گفتگو کرد",
    "ur": "صدر نے نئے کارخانے کا دورہ کیا اور مزدوروں سے صوبے کی ترقی کے منصوبوں پر بات کی",
    "el": "Ο πρόεδρος επισκέφθηκε το νέο εργοστάσιο και μίλησε με τους εργάτες.",
    "th": "ประธานาธิบดีเยี่ยมชมโรงงานแห่งใหม่",
    "lo": "ປະທານປະເທດໄດ້ຢ້ຽມຢາມໂຮງງານ",
}


@pytest.mark.parametrize(
    ("text", "languages", "language"),
    [
        (ENGLISH, (), "en"),
        (ENGLISH, ("es", "en"), "en"),
        (ENGLISH, ("en-GB", "ko"), "en-GB"),
        (SPANISH, ("es", "en"), "es"),
        (SPANISH, ("ru", "es-CU"), "es-CU"),
        (SPANISH, (), "es"),
        (SPANISH, ("en",), "es"),
        ("새해를 맞이하면서 全國 인민들에게 인사를 보냅니다.", (), "ko"),
        ("各位代表：去年我们修了三条水渠。", (), "zh"),
        ("各位代表：去年我们修了三条水渠。", ("zh-Hant",), "zh-Hant"),
        ("各位代表：去年我们修了三条水渠，发展经济。", ("zh-Hant", "zh-Hans"), "zh-Hans"),
        ("各位代表：去年我們修了三條水渠，發展經濟。", ("zh-Hans", "zh-Hant"), "zh-Hant"),
        ("各位代表", ("zh-Hans", "zh-Hant"), "zh-Hans"),
        ("これは新しい道についての文章です。", (), "ja"),
        ("Это сообщение о новой дороге.", (), "ru"),
        (
            "The word 평화 stands in an English text of the usual length, and in it only once.",
            ("en", "ko"),
            "en",
        ),
        ("12345 67 --", (), "und"),
        ("", ("en",), "und"),
    ],
)
def test_script_then_words(text: str, languages: tuple[str, ...], language: str) -> None:
    assert detected(text, languages).language == language


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_of_each_language_whoever_prints_it(language: str) -> None:
    for outlet in ((), (language,), ("ko", language), ("en", "ko"), ("es", "en")):
        assert detected(SENTENCES[language], outlet) == Detected(language), outlet


def test_too_few_letters_have_the_outlet_s_first_language_of_their_script() -> None:
    assert detected("Granma", ()).language == "und"
    assert detected("Granma", ("ru",)).language == "und"
    assert detected("Granma", ("ru", "es", "en")).language == "es"
    assert detected("Granma", ("es", "en")).instead is not None
    assert detected("Granma", ("es",)) == Detected("es")
    assert detected("Правда", ("en", "uk")).language == "uk"


class Fixed:
    """Stands for py3langid: says what it is told to say."""

    def __init__(self, **probabilities: float) -> None:
        self._rank = sorted(probabilities.items(), key=lambda pair: -pair[1])

    def rank(self, text: str) -> list[tuple[str, float]]:
        return self._rank


@pytest.mark.parametrize(
    ("probabilities", "outlet", "expected"),
    [
        ({"fi": 0.95, "et": 0.05}, (), Detected("fi")),
        ({"fi": 0.7, "et": 0.3}, (), Detected("fi", "et")),
        ({"fi": 0.4, "et": 0.3, "sw": 0.3}, (), Detected("und", "fi")),
        # thirty times its probability: 0.9 for the outlet's
        ({"fi": 0.77, "et": 0.23}, ("et",), Detected("et")),
        ({"fi": 0.98, "et": 0.02}, ("et",), Detected("et", "fi")),
        ({"fi": 0.999, "et": 0.001}, ("et",), Detected("fi")),
        ({"fi": 0.6, "sw": 0.4}, ("et",), Detected("et", "fi")),
    ],
)
def test_the_outlet_s_language_wins_unless_the_evidence_is_clear(
    monkeypatch: pytest.MonkeyPatch,
    probabilities: dict[str, float],
    outlet: tuple[str, ...],
    expected: Detected,
) -> None:
    monkeypatch.setattr(module, "_identifier", lambda script: Fixed(**probabilities))
    assert detected("Xyzzy plugh frotz rezrov gnusto", outlet) == expected


def test_a_name_is_no_word_of_another_language() -> None:
    # "un" is common in Spanish, "il" in Italian, "song" in Vietnamese
    text = "Respected Comrade Kim Jong Un Sends Wreaths to Kim Il Sung and Kim Jong Il Relatives, Ri Song Un"
    assert detected(text, ("en", "ko")).language == "en"


def test_english_of_an_english_outlet_needs_no_model() -> None:
    script = (
        "import sys\nfrom corpus.ingest.passages.language_detection import detected\n"
        f"print(detected({ENGLISH!r} * 30, ('en', 'ko')).language, detected({SPANISH!r}, ('es',)).language,"
        " 'py3langid' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["en", "es", "False"]


@given(st.text(max_size=60), st.lists(st.sampled_from(["en", "es", "ko", "ru", "zh-Hant", "x"]), max_size=3))
@settings(deadline=None)
def test_any_text_has_a_language_or_none(text: str, outlet: list[str]) -> None:
    found = detected(text, outlet)
    assert found.language
    assert found.language != found.instead


@pytest.mark.parametrize(
    ("passage", "language", "found"),
    [
        (ENGLISH, "en", None),
        (ENGLISH, "ko", "en"),
        (ENGLISH, None, "en"),
        ("KCNA", "ko", None),
        ("로동신문은 보도하였다.", "en", "ko"),
        ("로동", "en", None),
        ("로동신문", "en", "ko"),
        ("로동신문은 보도하였다.", "ko", None),
        ("The daily 로동신문 reported that the road had been opened to traffic.", "en", None),
        ("国家主席发表讲话", "ko", None),
        ("国家主席发表讲话", "en", "zh"),
        ("국가주석이 연설하였다", "zh", "ko"),
        ("これは新しい道です", "zh", "ja"),
        ("Президент посетил завод", "en", "ru"),
        ("Президент посетил завод", "uk", None),
        ("El pueblo del país ha sabido", "en", None),
        ("2024. 8. 6.", "ko", None),
        ("", "en", None),
    ],
)
def test_a_passage_of_another_script(passage: str, language: str | None, found: str | None) -> None:
    assert passage_languages(passage, [(0, len(passage))], language) == [found]
    # the same in the middle of others, of which none speaks for it
    text = f"{SPANISH}\n{passage}\n평화와 통일의 길로 나아가자."
    start = len(SPANISH) + 1
    spans = [(0, len(SPANISH)), (start, start + len(passage)), (start + len(passage) + 1, len(text))]
    assert passage_languages(text, iter(spans), language)[1] == found


def test_passages_of_a_mixed_document() -> None:
    text = ENGLISH + "\n새해를 맞이하면서 인사를 보냅니다."
    spans = [(0, len(ENGLISH)), (len(ENGLISH) + 1, len(text))]
    assert passage_languages(text, spans, "en") == [None, "ko"]
    assert passage_languages(text, spans, "ko") == ["en", None]
    assert passage_languages(text, [], "ko") == []


@pytest.mark.collections
def test_the_real_texts_are_in_the_languages_they_are_in(collections: Path) -> None:
    lines = (collections / "kcna-en" / "articles.jsonl").read_text("utf-8").splitlines()
    texts = [text for text in (json.loads(line)["story_text"] for line in lines) if text]
    assert len(texts) > 1400
    for outlet in (("en", "ko"), ("ko", "en"), ()):
        assert {detected(text, outlet) for text in texts} == {Detected("en")}
    for path in (collections / "dprk-new-year").glob("*.txt"):
        assert detected(path.read_text("utf-8-sig"), ()) == Detected("ko")
    with zipfile.ZipFile(collections / "un-general-debate" / "speeches.zip") as archive:
        names = [name for name in archive.namelist() if name.endswith(".txt")][::20]
        for name in names:
            assert detected(archive.read(name).decode("utf-8", "replace"), ("en",)) == Detected("en"), name


def test_what_is_not_sure_is_a_doubt_and_metadata_are_never_overridden() -> None:
    outlet = get_outlet("granma")

    def doubts(text: str, **fields: str) -> tuple[str, str, list[str]]:
        parsed = normalise_item(Item(b"", text, "a", "a", fields), outlet, {})
        said = [doubt.message for doubt in parsed.doubts if doubt.field == "language"]
        return parsed.language, parsed.language_known, said

    assert doubts(SPANISH) == ("es", "inferred", [])
    assert doubts("Hasta siempre") == (
        "es",
        "inferred",
        ["No language is given; letters and words show 'es'."],
    )
    assert doubts(SENTENCES["pl"])[2] == ["No language is given; letters and words show 'pl'."]
    contradicted = ["The language given is 'en', but letters and words show 'es'."]
    assert doubts(SPANISH, language="en") == ("en", "metadata", contradicted)


def test_the_tables_are_what_they_say() -> None:
    assert len(SIMPLIFIED) == len(TRADITIONAL) > 30
    assert not SIMPLIFIED & TRADITIONAL
    assert set(telling_words()) <= {tag for tags in OF_ONE_SCRIPT.values() for tag in tags}
    assert all(word == word.lower() for words in telling_words().values() for word in words)


def test_which_language_of_the_other_script_a_passage_is_in() -> None:
    korean = "새해를 맞이하면서 인민들에게 인사를 보냅니다."
    text = f"{korean}\n{SENTENCES['es']} {SENTENCES['es']}\nhttp://www.example.kp/es/index.php"
    spans = [(0, len(korean)), (len(korean) + 1, text.rindex("\n")), (text.rindex("\n") + 1, len(text))]
    assert passage_languages(text, spans, "ko") == [None, "es", "en"]
    # An address is too short to tell languages apart by: the outlet's.
    assert passage_languages(text, spans, "ko", ("ko", "fr")) == [None, "es", "fr"]


def test_a_mixed_text_is_loaded_passage_by_passage_and_it_is_said() -> None:
    text = f"새해를 맞이하면서 인민들에게 인사를 보냅니다.\n{ENGLISH}\n선군정치의 위력을 더욱 높이자."
    parsed = normalise_item(
        Item(text.encode(), text, "a.txt", "a.txt", {"language": "ko"}), get_outlet("generic"), {}
    )
    assert parsed.language == "ko"  # as the metadata say
    assert [passage.language for passage in parsed.passages] == [None, "en", None]
    assert [doubt.message for doubt in parsed.doubts if doubt.field == "language"] == [
        "Of 3 passages 1 in en, by their letters: they count as such, not as ko."
    ]


def test_letters_that_one_language_alone_has_tell_it() -> None:
    uzbek = "Халқимиз ўз йўлида янги босқичга қадам қўймоқда, ғалаба ҳам бизники бўлади."
    assert detected(uzbek, ()).language == "uz"
    assert (
        detected("Народ зрабіў новы крок, і перамога будзе за намі ўсімі, як заўсёды.", ()).language == "be"
    )
