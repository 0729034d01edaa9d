"""Voices: narration and speech told apart in texts made up in the manner of the outlets."""

from __future__ import annotations

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.records import Item, Parsed
from corpus.text.roles import Role

DATELINE = "Pyongyang, August 6 (KCNA) -- "
KIM = "Kim Jong Un, general secretary of the Workers' Party of Korea and president of the State Affairs, "
LETTERS = {
    Role.headline: "H",
    Role.dateline: "d",
    Role.narration: "n",
    Role.speech: "S",
    Role.salutation: "A",
    Role.slogan: "L",
    Role.end_mark: "e",
    Role.editor_note: "x",
    Role.stage_direction: "a",
}


def parse(text: str, outlet: str = "kcna", **fields: str) -> Parsed:
    return normalise_item(Item(text.encode(), text, "a.txt", "a.txt", fields), get_outlet(outlet), {})


def roles(parsed: Parsed) -> str:
    return "".join(LETTERS[passage.role] for passage in parsed.passages)


def words(parsed: Parsed, role: Role) -> list[str]:
    return [parsed.text[one.start : one.end] for one in parsed.passages if one.role is role]


@pytest.mark.parametrize(
    "lead_in",
    [
        KIM + "was present at the ceremony and gave the speach as follows:",
        KIM + "made the following speech:",
        KIM + "delivered the following address at the meeting:",
        KIM + "made a speech at the meeting on August 5. The full text of the speech is as follows:",
        "Following is the full text of the respected Comrade Kim Jong Un's speech:",
    ],
)
def test_a_speech_report(lead_in: str) -> None:
    text = (
        f"{DATELINE}A ceremony took place in the county.\n{lead_in}\nComrades,\nWe have gathered here.\n"
        "He said once that roads matter.\nLong live our roads! -0-"
    )
    parsed = parse(text)
    assert roles(parsed) == "dnnASSLe"
    assert {one.speaker for one in parsed.passages[3:-1]} == {"Kim Jong Un"}
    assert parsed.speaker == "Kim Jong Un"
    assert parsed.genre == "speech"
    assert words(parsed, Role.dateline) == [DATELINE.strip()]
    assert words(parsed, Role.end_mark) == ["-0-"]


def test_titles_are_read_with_their_spans() -> None:
    parsed = parse(f"{DATELINE}{KIM}made the following speech:\nWe have gathered here.")
    titles = [(one.actor, one.title) for one in parsed.mentions]
    assert titles == [
        ("Kim Jong Un", "general secretary of the Workers' Party of Korea"),
        ("Kim Jong Un", "president of the State Affairs"),
    ]
    for one in parsed.mentions:
        assert one.start is not None
        assert parsed.text[one.start : one.end] == one.title


@pytest.mark.parametrize(
    ("lead_in", "speaker"),
    [
        (
            "Han Jong Sik, vice-minister of Roads, released the following press statement on May 3:",
            "Han Jong Sik",
        ),
        (
            'Han Jong Sik, vice-minister of Roads, issued on Tuesday the following statement "No":',
            "Han Jong Sik",
        ),
        (
            "A spokesperson for the Foreign Ministry of the Democratic People's Republic of Korea on Friday "
            'issued the following statement "No Detour":',
            "Spokesperson for the Foreign Ministry of the DPRK",
        ),
        (
            "A spokesman for the DPRK Foreign Ministry gave the following answer to a question put by KCNA:",
            "Spokesperson for the Foreign Ministry of the DPRK",
        ),
        (
            'The Institute for Roads Thursday issued a press statement "No Detour", which said:',
            "Institute for Roads",
        ),
        (
            "The General Staff of the KPA issued the following report:",
            "General Staff of the Korean People's Army",
        ),
        (
            'Following is the full text of an article "Detours" issued by a roads commentator on Friday:',
            "Roads commentator",
        ),
        (
            "Han Jong Sik, vice-minister of Roads, issued the following press statement on Sunday.",
            "Han Jong Sik",
        ),
    ],
)
def test_a_statement_is_the_speech_of_who_issued_it(lead_in: str, speaker: str) -> None:
    parsed = parse(f"{DATELINE}{lead_in}\nWe oppose every detour.\nHe who detours is lost. -0-")
    assert roles(parsed) == "dnSSe"
    assert {one.speaker for one in parsed.passages if one.role is Role.speech} == {speaker}


@pytest.mark.parametrize(
    ("opening", "speaker"),
    [
        (
            KIM + "sent a reply message to Olga Marn, president of the Republic of Norland, on May 3.",
            "Kim Jong Un",
        ),
        (KIM + "received a message of greeting from Olga Marn, president of Norland, on May 3.", "Olga Marn"),
        (
            "The respected Comrade Kim Jong Un sent a message to Olga Marn, president of Norland.",
            "Kim Jong Un",
        ),
        (
            KIM + "received a letter from the participants in a seminar on roads.",
            "Participants in a seminar on roads",
        ),
    ],
)
@pytest.mark.parametrize("said", ["The message said:", "Roads matter, the message said, adding:"])
def test_a_message_is_the_speech_of_its_sender(opening: str, speaker: str, said: str) -> None:
    closing = "The message wished Kim Jong Un good health."
    parsed = parse(f"{DATELINE}{opening}\n{said}\nI wish you good roads.\n{closing} -0-")
    assert roles(parsed) == "dnnSne"
    assert parsed.speaker == speaker


def test_reported_speech_and_its_return_to_narration() -> None:
    parsed = parse(
        f"{DATELINE}{KIM}inspected a road.\n"
        "He said that roads matter.\n"  # indirect: narration
        "Pointing to the bridge, Kim Jong Un said, and continued:\n"
        "This bridge is ours.\n"
        "Expressing his satisfaction with the work, he stressed the need for haste.\n"
        "Much remains to be done on the road.\n"  # whose words is not said
        "We have no time to lose.\n"
        "All the participants broke into cheers.\n"
        "They went home. -0-"
    )
    assert roles(parsed) == "dnnnSnnSnne"
    assert words(parsed, Role.speech) == ["This bridge is ours.", "We have no time to lose."]


def test_a_speech_ends_where_the_report_says_so() -> None:
    parsed = parse(
        f"{DATELINE}{KIM}made the following speech:\nWe build roads.\n"
        "When his speech was over, the audience rose.\nIt was a fine day. -0-"
    )
    assert roles(parsed) == "dnSnne"


def test_words_of_an_unknown_speaker_end_with_their_paragraph() -> None:
    parsed = parse(
        f"{DATELINE}A meeting took place in Norland.\n"
        "The road was built for all, the chairperson said, stressing:\n"
        "It is long.\nA lecture was given.\nIt was a fine day. -0-"
    )
    assert roles(parsed) == "dnnSnne"
    assert parsed.speaker is None


def test_an_office_whose_holder_is_not_named_speaks_for_one_paragraph() -> None:
    parsed = parse(
        f"{DATELINE}The chairperson of the Party for Roads praised the builders.\n"
        "The road was built for all, the chairperson said, stressing:\n"
        "It is long.\nA lecture was given.\nIt was a fine day. -0-"
    )
    assert roles(parsed) == "dnnSnne"
    assert parsed.speaker == "Chairperson of the Party for Roads"


def test_he_is_whoever_spoke_before() -> None:
    parsed = parse(
        f"{DATELINE}{KIM}inspected a road.\nKim Jong Un said:\nThis road is ours.\n"
        "There took place a meeting at which Choe Son Hui spoke.\nHe went on:\nThis bridge is ours. -0-"
    )
    assert roles(parsed) == "dnnSnnSe"
    assert {one.speaker for one in parsed.passages if one.role is Role.speech} == {"Kim Jong Un"}


def test_an_office_is_whoever_holds_it() -> None:
    parsed = parse(
        f"{DATELINE}Foreign Minister Choe Son Hui visited Norland.\nThe road was named after Kim Jong Il.\n"
        "The road is long, the foreign minister said, and went on:\nIt is ours. -0-"
    )
    assert roles(parsed) == "dnnnSe"
    assert parsed.speaker == "Choe Son Hui"


def test_somebody_else_is_cited_for_one_paragraph() -> None:
    parsed = parse(
        f"{DATELINE}Norland builds.\nThe head of its road office said:\nWe build.\nIt is a lie. -0-"
    )
    assert roles(parsed) == "dnnSne"
    assert parsed.speaker == "head of its road office"


def test_an_agencys_own_words_are_narration() -> None:
    text = f"{DATELINE}The Korean Central News Agency issued the following report:\nA road was built. -0-"
    assert roles(parse(text, title="KCNA Report on Road")) == "Hdnne"


def test_a_text_without_lead_in_is_speech_if_its_speaker_is_given() -> None:
    assert roles(parse("Roads are built.\nLong live roads!")) == "nn"
    text = "Comrades,\nWe build roads.\nLong live roads!"
    assert roles(parse(text)) == "ASL"  # whoever says it: those who hear him are addressed
    assert parse(text).speaker is None
    assert roles(parse(text, speaker="Kim Jong-un")) == "ASL"
    assert parse(text, speaker="Kim Jong-un").speaker == "Kim Jong Un"


@pytest.mark.parametrize(
    "paragraph",
    [
        "Comrades!",
        "Dear comrades,",
        "Greetings to the beloved people of the county!",
        "Mr. President,",
        "Your Excellency,",
        "Ladies and gentlemen,",
        "Dear inhabitants of the county and the town,",
        "Soldiers of the People's Army!",
    ],
)
def test_salutations_alone_on_their_line(paragraph: str) -> None:
    parsed = parse(f"{DATELINE}{KIM}made the following speech:\n{paragraph}\nWe build.")
    assert roles(parsed) == "dnAS"
    assert roles(parse(f"{paragraph}\nWe build.", "un-general-debate")) == "AS"
    longer = parse(f"{paragraph} we have come to build roads in every valley.", "un-general-debate")
    assert roles(longer) == "S"


@pytest.mark.parametrize(
    ("lead_in", "speech", "expected"),
    [
        (
            "김정은동지께서는 다음과 같이 연설하시였다.",
            "친애하는 동지들!\n길을 닦읍시다.\n우리 길 만세!",
            "nASL",
        ),
        ("김여정 조선로동당 중앙위원회 부부장은 다음과 같은 담화를 발표하였다.", "길을 막지 말라.", "nS"),
    ],
)
def test_korean_lead_ins(lead_in: str, speech: str, expected: str) -> None:
    parsed = parse(f"{lead_in}\n{speech}", "rodong")
    assert roles(parsed) == expected
    assert parsed.speaker in {"Kim Jong Un", "Kim Yo Jong"}
    assert parsed.language == "ko"


def test_chinese_headings_captions_and_datelines() -> None:
    parsed = parse(
        "5月3日，国家主席习近平出席大会。新华社记者 张三 摄\u3000\u3000新华社北京5月3日电修路——在大会上的讲话"
        "（2024年5月3日，北京）中华人民共和国主席\u3000习近平\u3000\u3000女士们，先生们：\u3000\u3000今天我们修路。"
        "\u3000\u30005月3日，大会举行。新华社记者 李四 摄\u3000\u3000谢谢大家！",
        "xinhua",
    )
    assert roles(parsed) == "ndnASxS"
    assert parsed.speaker == "Xi Jinping"
    assert [one.title for one in parsed.mentions] == ["中华人民共和国主席"]
    assert parsed.place == "北京"
    assert str(parsed.event.date if parsed.event else None) == "2024-05-03"


@pytest.mark.parametrize(
    ("lead_in", "place"),
    [
        ("Speaking to reporters in Caracas on May 4, Jorge Vega said:", "Caracas"),
        ("In Ho Chi Minh City on 12 June 2023, Tran Van Lo said:", "Ho Chi Minh City"),
        ("Jorge Vega made the following statement in New Delhi, on Thursday:", "New Delhi"),
        ("In June on Monday Jorge Vega made the following statement:", None),
        ("In Parliament on 5 May Jorge Vega made the following statement:", None),
        ("In July, on May Day, Jorge Vega made the following statement:", None),
    ],
)
def test_a_place_in_the_lead_in_is_not_lost(lead_in: str, place: str | None) -> None:
    parsed = parse(f"Roads\n\n{lead_in}\n\nWe build.\n\nNobody stops us.", "generic")
    assert parsed.place == place


def test_a_message_without_a_sender_is_nobodys() -> None:
    text = (
        f"{DATELINE}Ri Il Hwan, secretary of the Party, met the Cuban ambassador.\n"
        "A message of greeting arrived on the same day. The message said:\nThe friendship grows.\n"
    )
    parsed = parse(text)
    assert roles(parsed) == "dnnS"
    assert {one.speaker for one in parsed.passages} == {None}


def test_in_the_county_is_no_leaders_word() -> None:
    parsed = parse(
        f"{DATELINE}{KIM}visited a farm.\nHe said:\nThis farm is ours.\n"
        "In the county there are eight hundred new houses.\nThe houses have white walls."
    )
    assert roles(parsed) == "dnnSnn"


def test_a_picture_without_its_photographer_ends_its_caption() -> None:
    parsed = parse(
        "　　新华社北京5月3日电修路——在大会上的讲话（2024年5月3日，北京）中华人民共和国主席　习近平　　"
        "5月3日，大会举行，习近平发表讲话。新华社发女士们，先生们：　　今天我们修路。　　"
        "据新华社发布的消息，路很长。",
        "xinhua",
    )
    assert roles(parsed) == "dnnASS"


def test_an_interpreters_remark_is_not_the_speakers() -> None:
    assert roles(parse("We build.\n(spoke in French)\nNous construisons.", "un-general-debate")) == "SaS"


def test_a_reports_closing_paragraphs_are_the_reporters() -> None:
    """A sentence that names its speaker is not his own."""
    parsed = parse(
        f"{DATELINE}{KIM}inspected a road.\nHe said:\nThis road is ours.\nWe should build more.\n"
        "The stand clarified by Kim Jong Un gave everybody courage.\n"
        "Kim Jong Un had a photo session with the builders. -0-"
    )
    assert roles(parsed) == "dnnSSnne"


def test_what_bears_his_name_is_not_himself() -> None:
    parsed = parse(
        f"{DATELINE}{KIM}inspected a road.\nHe said:\nKim Jong Un University of Roads is ours.\n"
        "Kim Jong Un\nWe build. -0-"  # a name alone is a signature
    )
    assert roles(parsed) == "dnnSSSe"


def test_a_demand_after_indirect_speech_is_the_speakers_and_he_keeps_the_word() -> None:
    parsed = parse(
        f"{DATELINE}{KIM}made a speech on roads.\nHe said:\nThe road is ours.\n"
        "He stressed the need to hurry.\n"
        "Much remains to be done on the road.\n"  # whose words is not said
        "Officials should work in a bold way.\n"
        "The strength of a road is gauged by its bridges.\n"
        "The officers and men who were mobilized should direct all their efforts to it.\n"
        "The officers and men were moved to tears. -0-"
    )
    assert roles(parsed) == "dnnSnnSSSne"


def test_words_that_follow_in_the_same_paragraph() -> None:
    parsed = parse(
        f"{DATELINE}{KIM}inspected a road.\nHe said: As I mentioned before, it is ours.\n"
        "His words moved the builders.\nA road was opened. -0-"
    )
    assert roles(parsed) == "dnnSnne"
    assert words(parsed, Role.speech) == ["As I mentioned before, it is ours."]


@pytest.mark.parametrize(
    ("text", "outlet", "expected"),
    [
        (
            f"{DATELINE}A spokesman for the DPRK Foreign Ministry gave the following answers to questions "
            "by KCNA:\nQuestion: What of it?\nAnswer: It is ours.\nWe build.\nQuestion: And the bridge?\n"
            "Answer: It is ours, too. -0-",
            "kcna",
            "dnxnxSSxnxSe",
        ),
        (
            "외무성 대변인은 다음과 같은 대답을 주었다.\n물음: 길은 어떻게 되는가?\n대답: 우리의것이다.",
            "rodong",
            "nxnxS",
        ),
    ],
)
def test_a_question_put_by_the_agency_is_not_the_speakers(text: str, outlet: str, expected: str) -> None:
    parsed = parse(text, outlet)
    assert roles(parsed) == expected
    assert parsed.speaker == "Spokesperson for the Foreign Ministry of the DPRK"


def test_a_joint_communique_is_the_speech_of_those_who_issue_it() -> None:
    parsed = parse(
        f"{DATELINE}The governments of the DPRK and the Republic of Norland issued the following joint "
        "communiqué:\nThe two sides build roads.\nThey agreed to go on. -0-"
    )
    assert roles(parsed) == "dnSSe"
    assert parsed.speaker == "Governments of the DPRK and the Republic of Norland"
    assert parsed.genre == "statement"


def test_a_letter_ends_with_its_signature() -> None:
    parsed = parse(
        f"{DATELINE}{KIM}received a letter from Olga Marn, president of the Republic of Uganda, on May 3.\n"
        "The full text of the letter is as follows:\nYour Excellency,\nI wish you good roads.\nOlga Marn. -0-"
    )
    assert roles(parsed) == "dnnASSe"
    assert parsed.speaker == "Olga Marn"


@pytest.mark.parametrize(
    ("sender", "country"),
    [
        ("Olga Marn, president of the Russian Federation", "RUS"),
        ("Olga Marn, Russian ambassador to the DPRK", "RUS"),
        ("the Central Committee of the Communist Party of Vietnam", "VNM"),
        ("Olga Marn, president of Norland", None),  # which no list knows: nothing is guessed
        ("a congratulatory group of Koreans in Japan", None),
    ],
)
def test_words_of_a_message_are_of_its_senders_country(sender: str, country: str | None) -> None:
    opening = f"{DATELINE}{KIM}received a message of greeting from {sender}, on May 3.\n"
    said = "The message said:\nDear friends,\nI wish you good roads. -0-"
    parsed = parse(opening + said, title="Greetings")
    assert parsed.country == "PRK"
    assert [(LETTERS[one.role], one.country) for one in parsed.passages] == [
        *[("H", None), ("d", None), ("n", None), ("n", None)],
        *[("A", country), ("S", country), ("e", None)],
    ]
    retold = parse(opening + "The message said that roads are good. -0-")
    assert {one.country for one in retold.passages} == {None}  # the agency's own words


def test_words_of_whom_the_outlets_file_knows_are_of_his_country() -> None:
    text = "MOSCOW, May 3. /TASS/. A ceremony took place.\nXi Jinping said there:\nWe build roads."
    parsed = parse(text.replace("Xi Jinping", "Chinese President Xi Jinping"), "tass")
    assert [one.country for one in parsed.passages] == [None, None, None, "CHN"]
    generic = parse(text, "generic")
    assert [one.country for one in generic.passages][-1] == "CHN"


def test_a_message_that_is_sent_has_the_country_of_the_outlet() -> None:
    parsed = parse(
        f"{DATELINE}{KIM}sent a message to Olga Marn, president of the Republic of Uganda, on May 3.\n"
        "The message said:\nI wish you good roads. -0-"
    )
    assert (parsed.speaker, parsed.country) == ("Kim Jong Un", "PRK")
    assert {one.country for one in parsed.passages} == {None}


def test_a_name_may_be_hostile() -> None:
    """Whatever stands where a name is looked for, no pattern is made of it unescaped."""
    parsed = parse(
        f"{DATELINE}{KIM}received a message from Ann B(x, president of the (a|b)*c, on May 3.\n"
        f"The message said:\nWe build. {'(' * 50}\n{'Kim Jong Un ' * 2000}. -0-"
    )
    assert roles(parsed).startswith("dnn")


def test_a_dateline_in_brackets_is_found_below_many_sentences_and_ends_what_stood_above() -> None:
    above = "北の省は談話を発表した。\n省は協定を求めた。\n記者の質問に次のように答えた。\n本文である。\n"
    parsed = parse(
        f"{above}【平壌11月13日発朝鮮中央通信】省のスポークスマンは語った。\n船が出た。", "generic"
    )
    assert roles(parsed)[-3:] == "dnn"
    assert parsed.place == "平壌"


def test_a_quotation_that_is_not_closed_goes_on() -> None:
    lead_in = "Segue na íntegra o discurso do presidente Ana Silva:"
    text = f"{lead_in}\n«A ponte é nossa.\nEla é de pedra.»\nO prefeito saiu."
    assert roles(parse(text, "generic")) == "nSSn"
