"""Transcripts: labels are nobody's words, what follows them is the named one's."""

from __future__ import annotations

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet, load_outlets
from corpus.text.records import Item, Parsed
from corpus.text.roles import COUNTED, Role


def read(text: str, outlet: str = "generic") -> Parsed:
    return normalise_item(Item(text.encode(), text, "a.txt", "a", {}), get_outlet(outlet), {})


def said(parsed: Parsed) -> list[tuple[str, str | None, str]]:
    """Counted passages below the headline: voice, speaker, first two words."""
    return [
        (one.role.name, one.speaker, " ".join(parsed.text[one.start : one.end].split()[:2]))
        for one in parsed.passages
        if one.role in COUNTED and one.role is not Role.headline
    ]


CASES = {
    "names": (
        "Talks\n\nThey met.\n\nPresident of Russia Vladimir Putin: Good day.\n\nPlease, go on.\n\n"
        "Marine Le Pen (retranslated): Thank you.\n\nVladimir Putin: We agree.",
        [
            ("narration", None, "They met."),
            ("speech", "Vladimir Putin", "Good day."),
            ("speech", "Vladimir Putin", "Please, go"),
            ("speech", "Marine Le Pen", "Thank you."),
            ("speech", "Vladimir Putin", "We agree."),
        ],
        "Vladimir Putin",
    ),
    "questions": (
        "Remarks by President Biden in Press Conference\n\nTHE PRESIDENT:  Good evening.\n\nI am glad.\n\n"
        "Q    Thank you. Why?\n\nTHE PRESIDENT:  Because.\n\nEND 2:38 P.M.",
        [
            ("speech", "Biden", "Good evening."),
            ("speech", "Biden", "I am"),
            ("narration", None, "Thank you."),
            ("speech", "Biden", "Because."),
            ("narration", None, "END 2:38"),
        ],
        "Biden",
    ),
    "one office in capitals": (
        "Remarks by Vice President Harris on Safety\n\nTHE VICE PRESIDENT:  Hi, everybody.\n\nPlease sit.",
        [("speech", "Harris", "Hi, everybody."), ("speech", "Harris", "Please sit.")],
        "Harris",
    ),
    "surnames": (
        "Briefing by Press Secretary Jen Psaki\n\nMS. PSAKI:  Hi.\n\nQ    Any news?\n\nMS. PSAKI:  None.",
        [("speech", "Jen Psaki", "Hi."), ("narration", None, "Any news?"), ("speech", "Jen Psaki", "None.")],
        "Jen Psaki",
    ),
    "times of a recording": (
        "Briefing Transcript\n\nJohn Marn: (00:22)\nGood afternoon.\n\nAudience: (00:26)\nHello.\n\n"
        "John Marn: (00:26)\nWe begin.\n\nBrian Cole: [1:00:54]\nThanks John.",
        [
            ("speech", "John Marn", "Good afternoon."),
            ("narration", None, "Hello."),
            ("speech", "John Marn", "We begin."),
            ("speech", "Brian Cole", "Thanks John."),
        ],
        "John Marn",
    ),
    "initials": (
        "Встреча\n\nВ.Орлов: Добрый день.\n\nА.Иванов: Спасибо.\n\nВ.Орлов: Хорошо.",
        [
            ("speech", "В.Орлов", "Добрый день."),
            ("speech", "А.Иванов", "Спасибо."),
            ("speech", "В.Орлов", "Хорошо."),
        ],
        "В.Орлов",
    ),
    "Chinese": (
        "例行记者会\n\n路透社记者：有何评论？\n\n林剑：立场是一贯的。\n\n法新社记者：何时举行？\n\n林剑：没有消息。",
        [
            ("narration", None, "有何评论？"),
            ("speech", "林剑", "立场是一贯的。"),
            ("narration", None, "何时举行？"),
            ("speech", "林剑", "没有消息。"),
        ],
        "林剑",
    ),
    "question and answer": (
        "答记者问\n\n问：有何安排？\n\n答：下周访问。",
        [("narration", None, "有何安排？"), ("speech", None, "下周访问。")],
        None,
    ),
    "full stop and dash": (
        "Entrevista\n\nAna Ruiz.- ¿Y bien?\n\nMiguel Gómez.- Avanzamos.\n\nAna Ruiz.- Gracias.",
        [
            ("speech", "Ana Ruiz", "¿Y bien?"),
            ("speech", "Miguel Gómez", "Avanzamos."),
            ("speech", "Ana Ruiz", "Gracias."),
        ],
        "Ana Ruiz",
    ),
    "names on lines of their own": (
        "Interview\n\nAnna Schmidt\n\nHow was the journey?\n\nPeter Weber\n\nIt was long enough.\n\n"
        "Anna Schmidt\n\nAnd what was agreed there?\n\nPeter Weber\n\nNothing was agreed there.",
        [
            ("speech", "Anna Schmidt", "How was"),
            ("speech", "Peter Weber", "It was"),
            ("speech", "Anna Schmidt", "And what"),
            ("speech", "Peter Weber", "Nothing was"),
        ],
        "Anna Schmidt",
    ),
    "a label that nobody can read": (
        "Meeting\n\nJohn Smith: Good day.\n\nHead of the fund for the support of farms: Ten barns.\n\n"
        "John Smith: Thanks.\n\nJane Roe: Thanks.",
        [
            ("speech", "John Smith", "Good day."),
            ("narration", None, "Ten barns."),
            ("speech", "John Smith", "Thanks."),
            ("speech", "Jane Roe", "Thanks."),
        ],
        "John Smith",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_labels_give_the_words_to_whom_they_name(case: str) -> None:
    text, voices, host = CASES[case]
    parsed = read(text)
    assert said(parsed) == voices
    assert parsed.speaker == host


@pytest.mark.parametrize(
    "text",
    [
        "Results\n\nNote: They are provisional.\n\nIt grew.\n\nNote: Iron is out.\n\nSource: Ministry.",
        "Elected\n\nChairman: Kim Chol Su\n\nSecretary: Pak Yong Ho\n\nMembers: Ri Il, Choe Song",
        "Programme\n\nMonday: Arrival.\n\nTuesday: A visit.\n\nMonday: Departure.",
        "Law\n\nArticle 1: Roads are built.\n\nArticle 2: Roads are free.\n\nArticle 1: applies to all.",
        "Speech\n\nComrades: We build.\n\nFriends: We build on.\n\nComrades: We have built.",
        "News\n\nThe minister said: We build.\n\nHe added: It is time.\n\nThe minister said: No more.",
    ],
)
def test_other_colons_are_no_labels(text: str) -> None:
    parsed = read(text, "sample-lantern")
    assert not any(one.role is Role.editor_note for one in parsed.passages)


def test_an_outlet_file_names_labels_questions_and_host(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("outlets")
    (folder / "radio.toml").write_text(
        'code = "radio"\nname = "Radio"\nkind = "broadcaster"\nlanguages = ["en"]\n'
        "[transcript]\nlabels = ['^>> (?P<name>[A-Z]+) ']\nquestions = ['GUEST']\nhost = \"Ann Host\"\n"
        '[transcript.names]\nHOST = "Ann Host"\n'
    )
    monkeypatch.setenv("CORPUS_OUTLETS", str(folder))
    assert "radio" in load_outlets()
    parsed = read("Evening\n\n>> HOST good evening.\n\n>> GUEST is it late?\n\n>> HOST it is.", "radio")
    assert said(parsed) == [
        ("speech", "Ann Host", "good evening."),
        ("narration", None, "is it"),
        ("speech", "Ann Host", "it is."),
    ]
    assert (parsed.speaker, parsed.genre) == ("Ann Host", "speech")


@pytest.mark.parametrize(
    ("text", "voices", "host"),
    [
        (
            "Entretien de M. Jean Hale, Président de la République\n\n- ANNE MARN.- Bonjour, monsieur.\n"
            "- LE PRESIDENT.- Bonjour.\n- ANNE MARN.- Le moulin tourne ?\n- LE PRESIDENT.- Il tourne.",
            [
                ("speech", "Marn", "Bonjour, monsieur."),
                ("speech", "Jean Hale", "Bonjour."),
                ("speech", "Marn", "Le moulin"),
                ("speech", "Jean Hale", "Il tourne."),
            ],
            "Jean Hale",
        ),
        (
            "田中知事会見\n\n【知事】水車が回ります。\n\n【記者】橋はどうなりますか。\n\n【知事】橋も直します。",
            [
                ("speech", "田中", "水車が回ります。"),
                ("narration", None, "橋はどうなりますか。"),
                ("speech", "田中", "橋も直します。"),
            ],
            "田中",
        ),
        (
            "Pressekonferenz am Freitag\n\nHans Hale\n\nDie Mühle läuft wieder, und das freut mich sehr.\n\n"
            "Frage\n\nWas geschieht mit der Fähre am Ufer?\n\nHans Hale\n\nSie fährt bald.\n\n"
            "Frage\n\nWann fährt sie denn wieder?\n\nOlga Marn (AA)\n\nIm Frühling, so hoffen wir alle.",
            [
                ("speech", "Hans Hale", "Die Mühle"),
                ("narration", None, "Was geschieht"),
                ("speech", "Hans Hale", "Sie fährt"),
                ("narration", None, "Wann fährt"),
                ("speech", "Olga Marn", "Im Frühling,"),
            ],
            "Hans Hale",
        ),
    ],
)
def test_labels_behind_a_dash_in_brackets_and_on_lines_of_their_own(
    text: str, voices: list[tuple[str, str | None, str]], host: str
) -> None:
    parsed = read(text)
    assert said(parsed) == voices
    assert parsed.speaker == host


@pytest.mark.parametrize(
    ("asked", "host"),
    [("I am glad that you came.", "Hans Hale"), ("Does the mill turn?", "Olga Marn"), ("Так?", "Olga Marn")],
)
def test_the_headline_names_the_guest_of_an_interview_not_of_a_meeting(asked: str, host: str) -> None:
    turns = f"Hans Hale: Good morning. {asked}\n\nOlga Marn: The mill turns. Is it not fine?"
    parsed = read(f"Meeting with Olga Marn\n\n{turns}\n\n{turns}")
    assert parsed.speaker == host
