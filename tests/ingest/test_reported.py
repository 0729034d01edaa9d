"""Headlines that tell what became of a statement are those of news; those of statements stay as they are."""

from __future__ import annotations

import pytest

from corpus.ingest.load.normalise_item import normalise_item
from corpus.ingest.outlets.registry import get_outlet
from corpus.ingest.paragraphs.head_lines import reported_in
from corpus.text.records import Item

REPORTED = [
    "Press Statement Widely Reported Abroad",
    "Statement Carried by Foreign Media",
    "Statement of DPRK Foreign Ministry Supported by Various Countries",
    "Press Statement on Joint Drill Carried by Foreign Newspapers",
    "Foreign Media Report Press Statement of Vice Department Director",
    "Russian Newspapers Carry Statement by Spokesman",
    "Kim Jong Un's Speech Draws Wide Attention",
    "Spokesman's Statement Welcomed by Political Parties of Syria",
    "President's Address Receives Warm Response",
    "Support to DPRK Government Statement",
    "KCNA Commentary Introduced by Foreign News Agencies",
    "Iranian Media Give Wide Publicity to Speech of Kim Jong Un",
    "대변인담화를 여러 나라에서 보도",
    "조선외무성 성명을 외국언론들이 보도",
    "김여정 부부장의 담화에 대한 국제사회의 반향",
    "여러 나라 정당들 우리 공화국정부 성명을 지지",
    "로씨야신문들 외무성 대변인담화를 게재",
    "연설에 대한 커다란 반향",
    "声明引发国际社会强烈反响",
    "外交部声明引发国际社会强烈反响",
    "习近平主席重要讲话引发热烈反响",
    "多国媒体转载中方声明",
    "国际社会高度评价习近平主席致辞",
    "外交部发言人谈话受到广泛关注",
    "习近平主席署名文章在法国媒体发表",
    "社论被多家媒体转载",
    "В мире отреагировали на заявление Путина",
    "Заявление МИД КНДР опубликовано",
    "Заявление МИД России опубликовано в зарубежных СМИ",
    "Выступление Путина вызвало большой резонанс",
    "Зарубежные СМИ процитировали заявление МИД КНДР",
    "Послание президента поддержано партиями",
    "Реакция на заявление президента",
    "Declaración del MINREX reproducida por la prensa extranjera",
    "Discurso de Díaz-Canel provoca amplia repercusión",
    "Medios internacionales reproducen declaración del Gobierno cubano",
    "Comunicado recibe apoyo de organizaciones",
]
THEMSELVES = [
    "Press Statement by Vice Department Director of WPK Central Committee",
    "Press Statement Issued by Spokesman for Foreign Ministry",
    "Statement of Foreign Ministry on U.S. Drill Condemned by World: Provocation Must Stop",
    "Statement by Spokesperson on Media Reports",
    "Statement on the Resolution Rejected by Parliament",
    "Foreign Ministry Spokesman's Answer to Question Raised by Media",
    "Statement on Reports Carried in Japan",
    "Speech at Banquet Given in Support of Peace",
    "President Kim Jong Il Receives Message of Greetings",
    "Kim Jong Un Sends Reply Message to Supporters Abroad",
    "Answer of Spokesman to Question on Media Report about Letter",
    "外交部发言人关于外媒报道的声明",
    "조선외무성 대변인담화",
    "조선민주주의인민공화국 외무성 대변인 담화 발표",
    "조선중앙통신사 보도",
    "미국의 적대시정책을 규탄하는 외무성 대변인 성명",
    "팔레스티나인민을 지지하는 성명",
    "외무성 대변인 조선중앙통신사 기자가 제기한 질문에 대답",
    "外交部声明",
    "外交部发言人就媒体报道答记者问",
    "中华人民共和国政府关于支持多边主义的声明",
    "习近平在开幕式上的讲话",
    "外交部发言人就日方言论发表谈话",
    "Заявление МИД России в связи с опубликованием доклада",
    "Заявление по поводу реакции стран Запада",
    "Заявление МИД России о том, что получило поддержку в ООН",
    "Выступление на открытии форума",
    "Сообщение для СМИ",
    "Declaración del Ministerio de Relaciones Exteriores",
    "Declaración sobre las reacciones de la prensa",
    "Discurso pronunciado por Fidel Castro ante la prensa extranjera",
]


@pytest.mark.parametrize("title", REPORTED)
def test_headlines_of_reports(title: str) -> None:
    assert reported_in(title) is not None


@pytest.mark.parametrize("title", THEMSELVES)
def test_headlines_of_statements(title: str) -> None:
    assert reported_in(title) is None


@pytest.mark.parametrize(
    ("outlet", "title", "genre"),
    [
        ("kcna", REPORTED[0], "news"),
        ("kcna", THEMSELVES[0], "statement"),
        ("rodong", "대변인담화를 여러 나라에서 보도", "news"),
        ("rodong", "조선외무성 대변인담화", "statement"),
        ("xinhua", "外交部声明引发国际社会强烈反响", "news"),
        ("xinhua", "外交部声明", "statement"),
        ("tass", "Заявление МИД КНДР опубликовано", "news"),
        ("generic", "STATEMENT CARRIED BY FOREIGN MEDIA", "news"),
        ("granma", "Medios internacionales reproducen declaración del Gobierno cubano", "news"),
    ],
)
def test_the_genre_of_a_report_is_news(outlet: str, title: str, genre: str) -> None:
    text = "It was about roads. They go on, as the statement said.\n\nThat is all that was told of it."
    item = Item(text.encode(), text, "a.txt", "a.txt", {"title": title})
    parsed = normalise_item(item, get_outlet(outlet), {})
    assert parsed.genre == genre
    printed = f"{title}\n\n{text}"
    item = Item(printed.encode(), printed, "a.txt", "a.txt", {})
    assert normalise_item(item, get_outlet(outlet), {}).genre == genre
