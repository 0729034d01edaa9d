"""Speeches, statements and interviews whose head tells who speaks: in lines above the greeting, in a report of
it, before dashes, under the only label."""

# ruff: noqa: E501
from __future__ import annotations

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.text.records import Item, Parsed
from corpus.text.roles import Role

OWN = "It is my pleasure to see you here.\n\nWe shall restore the ferry. It was the pride of our town."
OWN_ES = (
    "Hoy venimos a rendir cuenta de nuestra gestión.\n\nTenemos que restaurar el molino, y lo vamos a hacer."
)
OWN_PT = "É com satisfação que me dirijo aos presentes.\n\nSomos uma terra que aprende as lições da história."
ASKED = "- Is the mill restored, as you promised us last year?"

# text: genre, speaker of the document, how the words that he says begin, and those that nobody says
TEXTS: dict[str, tuple[str, str | None, list[str], list[str]]] = {
    f"Message of H.E. Olga Marn,\n\nMinister of Mills\n\non the Day of the Ferry\n\nExcellencies, Fellow Compatriots,\n\n{OWN}": (
        "speech", "Olga Marn", ["It is my", "We shall"], ["Minister of Mills"]),
    f"Press Conference\n\nby H.E. Olga MARN,\n\nMinister of Mills\n\n- Good afternoon,\n\n- Members of the Media, Ladies and Gentlemen,\n\n{OWN}": (
        "speech", "Olga MARN", ["It is my"], ["by H.E. Olga MARN,"]),
    f"Mr. Chairman,\n\nYour Royal Highnesses,\n\nExcellencies,\n\n{OWN}": ("speech", None, ["It is my", "We shall"], []),
    f"Discurso de Memoria y Cuenta 2019 del presidente Juan Mar ante la Asamblea\n\nQueridos compatriotas,\n\n{OWN_ES}": (
        "speech", "Juan Mar", ["Hoy venimos", "Tenemos que"], []),
    f"FERRY\n\nO Presidente da República, Luís Marna, dirigiu uma mensagem.\n\nÍNTEGRA DO DISCURSO\n\n-SENHORA PRESIDENTE DA CÂMARA\n\n-CAROS COMPATRIOTAS\n\n{OWN_PT}": (
        "speech", "Luís Marna", ["É com", "Somos uma"], ["O Presidente da República, Luís"]),
    f"Briefing by the Spokesperson\n\nAssalam-o-Alaikum,\n\n{OWN}": ("speech", None, ["It is my", "We shall"], []),
    "Holzweg und Mühle\n\nDie Gäste kamen früh, und der Saal war voll.\n\nUnd hier die Rede Hans Marnes:\n\nLiebe Freunde!\nEs ist mir eine Freude, Sie zu sehen.\nUnsere Mühle dreht sich wieder.": (
        "speech", "Hans Marne", ["Es ist mir", "Unsere Mühle"], ["Die Gäste"]),
    "김남순 조선로동당 중앙위원회 부부장 담화\n\n나는 어제 담화를 주의깊게 살펴보았다.\n\n우리는 반드시 대응할것이다.": (
        "statement", "김남순", ["나는 어제", "우리는 반드시"], []),
    "Joint Press Statement of the Ministers of Mills\n\nOn July 20 a meeting was held. The ministers noted the mills.\n\nThey stressed the ferry.": (
        "statement", None, [], ["On July 20", "They stressed"]),
    "Gemeinsame Erklärung der Minister\n\nAm 20. Juli traf man sich. Die Minister betonten die Rolle der Mühle.": (
        "statement", None, [], ["Am 20. Juli"]),
    "Совместное заявление министров\n\n20 июля состоялась встреча. Министры отметили роль мельниц.": (
        "statement", None, [], ["20 июля"]),
    "بيان مشترك للوزراء\n\nعقد الاجتماع أمس. وأكد الوزراء أهمية الطاحونة.": ("statement", None, [], ["عقد الاجتماع"]),
    f"Olga Marn on the radio\n\nThe reporter spoke with Olga Marn of the mill.\n\n{ASKED}\n\n- It was restored in the spring, and it turns again every day.\n\n- Who paid for the mill in the end, and how much was it?\n\n- All of us paid for it, from the first to the last.": (
        "interview", "Olga Marn", ["- It was restored", "- All of us"], ["The reporter", "- Is the mill", "- Who paid"]),
    "Президент Иван Марнин дал интервью газете.\n\n-Восстановлена ли мельница, как Вы обещали в прошлом году?\n\n-Да, она восстановлена весной и снова работает каждый день.\n\n-Кто заплатил за мельницу в конце концов?\n\n-Заплатили мы все, от первого до последнего жителя города.": (
        "interview", "Иван Марнин", ["-Да, она", "-Заплатили"], ["Президент Иван", "-Восстановлена", "-Кто заплатил"]),
    "Vamos a restaurar el molino\n\nEstamos en cadena nacional de radio.\n\nPresidente Juan Mar: Bueno compatriotas, es muy emocionante ver al pueblo en la calle, a toda la juventud.\n\n—¡Que viva!\n\n—Aplausos.\n\nVamos a restaurar el molino, y todos queremos la paz.": (
        "speech", "Juan Mar", ["Bueno compatriotas", "Vamos a restaurar el molino, y"], ["Estamos en", "—¡Que viva!", "—Aplausos."]),
    "لقاء الطاحونة\n\nمارن: أهلا وسهلا بكم جميعا.\n\nأم البطل: شكرا لكم على هذا اللقاء.\n\nمارن: نحن نبني الطاحونة معا.": (
        "transcript", "مارن", ["أهلا وسهلا", "نحن نبني"], []),
    f"State of the Nation Address to the\n\n Olga Marn\n\n{OWN}": ("speech", "Olga Marn", ["It is my", "We shall"], []),
    f"by HALE Secretary General Olga Marn (hosted by the town)\n\n21 Jun. 2018 -\n\n(As delivered)\n\n{OWN}": (
        "speech", "Olga Marn", ["It is my", "We shall"], []),
    f"Mill day\n\nThe following is President Olga Marn’s address to millers in Hale yesterday.\n\n***\n\n{OWN}": (
        "speech", "Olga Marn", ["It is my", "We shall"], ["The following is"]),
    "Marnes Antrittsrede im Wortlaut\n\n„Dies ist für mich ein Moment, der uns alle bewegt. Ich danke Ihnen.\n\n„Einmal mehr gab es eine Wahl. Ich danke Frau Hale.": (
        "speech", "Marne", ["„Dies ist", "„Einmal mehr"], []),
    f"Transcript of Media Briefing\n\nShri Arun Marn, Official Spokesperson: {OWN}\n\nOlga Hale: Sir, I am Olga Hale. Is the mill restored?\n\nShri Arun Marn, Official Spokesperson: It is.\n\nOlga Hale: No, no. I mean the ferry.": (
        "transcript", "Arun Marn", ["It is my", "We shall", "It is."], ["Sir, I am", "No, no."]),
    "Стенограмма общения с прессой Министра И.Марнина\n\nВопрос: Восстановлена ли мельница?\n\nИ.Марнин: Да, весной.\n\nВопрос: А паром?\n\nИ.Марнин: Ещё нет.": (
        "transcript", "И.Марнин", ["Да, весной", "Ещё нет"], ["Восстановлена", "А паром"]),
    "2010年11月11日外交部发言人张磊主持例行记者会\n\n张磊首先发布消息:\n\n一、总理将出席开幕式。\n\n问:中方对此有何评论?\n\n答:我们注意到有关报道。\n\n问:访问呢?\n\n答:没有消息。": (
        "transcript", "张磊", ["一、总理", "我们注意", "没有消息"], ["中方对此", "访问呢"]),
    "SUNUCU- TRT ekranlarından iyi akşamlar.\n\nSUNUCU- Hoş geldiniz efendim.\n\nBAŞKAN ALİ MARN- Hoş bulduk.\n\nSUNUCU- Ne dersiniz?\n\nBAŞKAN ALİ MARN- Değirmen dönüyor.": (
        "transcript", "Ali Marn", ["Hoş bulduk", "Değirmen"], []),
    "Người phát ngôn Bộ Ngoại giao Trần Mar Hà trả lời câu hỏi\n\n1. Câu hỏi: Cối xay thế nào?\n\nTrả lời:\n\nCối xay đã quay lại.\n\n2. Câu hỏi: Còn phà thì sao?\n\nTrả lời:\n\nChúng tôi sẽ khôi phục phà.": (
        "answer", "Trần Mar Hà", ["Cối xay đã", "Chúng tôi sẽ"], ["Cối xay thế", "Còn phà"]),
    "Cối xay\n\nNgày 31/8, người phát ngôn Bộ Ngoại giao Trần Mar Hà nêu rõ:\n\n“Cối xay đã quay lại.”": (
        "news", "Trần Mar Hà", ["“Cối xay"], ["Ngày 31/8"]),
    "Mensagem ao Congresso\n\nLeia abaixo a íntegra da mensagem apresentada pela presidente Olga Marna ao Congresso.\n\nNa abertura do ano volto a me dirigir ao Congresso.": (
        "speech", "Olga Marna", ["Na abertura"], ["Leia abaixo"]),
}  # fmt: skip


def read(text: str) -> Parsed:
    return normalise_item(Item(b"", text, "a.txt", "a.txt", {}), get_outlet("generic"), {})


@pytest.mark.parametrize("text", TEXTS)
def test_who_speaks_and_what(text: str) -> None:
    genre, speaker, spoken, told = TEXTS[text]
    parsed = read(text)
    assert (parsed.genre, parsed.speaker) == (genre, speaker)
    words = [(one.role, one.speaker, parsed.text[one.start : one.end]) for one in parsed.passages]
    for begin in spoken:
        assert [(role, who) for role, who, said in words if said.startswith(begin)] == [
            (Role.speech, speaker)
        ], begin
    for begin in told:
        assert [role for role, _, said in words if said.startswith(begin)][-1:] == [Role.narration], begin


@pytest.mark.parametrize(
    "text",
    [
        "Mill prices\n\n- Mills rose.\n\n- Ferries fell.\n\n- Who buys?\n\n- Boats were stable.",
        "Mill and ferry\n\nThe town has a mill. It said: the ferry is gone.\n\nMinister Marn: away.\n\nWe saw it.",
        "المصدر: وكالة الطاحونة\n\nوقال: نحن هنا.\n\nوأضاف: نعود غدا.\n\nوقال: نبني الطاحونة.",
    ],
)
def test_lists_and_other_colons_are_nobodys_words(text: str) -> None:
    assert {one.speaker for one in read(text).passages} == {None}
    assert read(text).genre not in ("interview", "transcript")
