"""An archive of invented texts in which every example of the help and the manual finds something."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from corpus.api import Corpus
from corpus.output.result import Result

if TYPE_CHECKING:
    from pathlib import Path

POLICY = "the Regional Development 20×10 Policy"
BODY = (
    "Peace and sovereignty are guarded. The respected Comrade Kim Jong Un, general secretary of the Workers'"
    f" Party of Korea, gave guidance on regional development under {POLICY}. Unification of the country and"
    " nuclear forces were spoken of, and sanctions were called a hostile act against our sovereignty."
)
NEWS = {
    "2023-05-04": ("Officials Speak of Regional Development", ""),
    "2023-11-09": ("Peace and Sovereignty Stressed", ""),
    "2024-02-28": ("Thanks to Builders of Songchon", ""),
    "2024-03-02": ("Builders of Songchon Thanked Again", ""),
    "2024-04-11": ("Work Goes On in the Counties", ""),
    "2024-07-16": (
        "Respected Comrade Kim Jong Un Visits Regional Factories",
        "Present there were Choe Son Hui, minister of Foreign Affairs, Pak Jong Chon, secretary of the C.C.,"
        " WPK, and officials concerned.",
    ),
    "2024-07-30": (
        "Respected Comrade Kim Jong Un Visits Flooded County",
        "Present there were Pak Jong Chon, secretary of the C.C., WPK, Choe Son Hui, minister of Foreign"
        " Affairs, and officials concerned.",
    ),
    "2024-08-19": ("Missile Test Reported", "The missile flew as planned."),
    "2024-08-27": ("Missile Forces Inspected", "A missile was shown."),
    "2024-10-03": ("Press Statement of Spokesman for Ministry of Defence", "The infiltration is a threat."),
    "2024-10-11": (
        "Drones over Pyongyang",
        "The drone came at night. Drones mean war. The infiltration goes on.",
    ),
    "2024-10-12": ("Drones Found", "The drones of the enemy were found."),
    "2024-10-15": ("Statement of DPRK Foreign Ministry", "It will not be tolerated."),
    "2024-10-20": ("Harvest Brought In", ""),
}
STATEMENT = f"""Press Statement of Spokesman for Ministry of Foreign Affairs

Pyongyang, August 6 (KCNA) -- A spokesman for the Ministry of Foreign Affairs released the following press
statement on August 6:

We defend our sovereignty. {BODY}

-0-
"""
SPEECH = "Songchon\n\nDear builders, peace and regional development are our work.\n"
SPEAKERS = {
    "Kim Song": "PRK",
    "Sergey Lavrov": "RUS",
    "LAVROV": "RUS",
    "Sergei V. Lavrov": "RUS",
    "Olga Marn": "USA",
    "Sam Dorn": "USA",
}
ADDRESS = (
    "Peace is what we ask for. Sanctions and war bring no peace, and sovereignty is not given away. Climate"
    " change and unification concern us, and nuclear weapons and denuclearization too. Number {0} was said by"
    " {1} in the hall."
)
KOREAN = (
    "위대한 령도자 김정은동지께서는 강성대국을 일떠세우기 위한 투쟁을 선군의 기치밑에 힘차게 벌리시였다."
    " 우리는 올해에 선군의 위력으로 강성대국건설의 돌파구를 열어야 한다. {0}년은 강성국가와 평화의 해이다."
)
CHINESE = (
    "习近平总书记指出,要高举中国特色社会主义伟大旗帜,全面建设社会主义现代化国家,全面推进中华民族伟大复兴,"
    "坚持和平发展道路,推动构建人类命运共同体,开创世界更加美好的未来。"
)


def write_inputs(folder: Path) -> None:
    """The files that examples load: texts, tables and sheets."""
    speeches = folder / "speeches"
    speeches.mkdir()
    (speeches / "2024-09-01 visit.txt").write_text(f"Visit to a Farm\n\n{BODY}\n", "utf-8")
    (folder / "speech.txt").write_text(SPEECH, "utf-8")
    (folder / "article.txt").write_text(STATEMENT, "utf-8")
    row = {
        "headline": "A New Factory",
        "story_text": BODY,
        "date": "2024-09-09",
        "url": "http://kcna.kp/en/a/9",
    }
    (folder / "articles.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    events = "date,name,window\n2024-08-19,First test,\n2024-10-11,Drones,5d\n"
    (folder / "tests.csv").write_text(events, "utf-8")


def make_archive(folder: Path) -> Path:
    """The archive, with codes of two coders and their sheets beside it; its path."""
    with Corpus(folder / "corpus.db") as c:
        _load(c, folder)
        c.starter_concepts()
        _code(c, folder)
    return folder / "corpus.db"


def _load(c: Corpus, folder: Path) -> None:
    news = folder / "made"
    news.mkdir()

    def add(name: str, rows: list[dict[str, Any]], outlet: str) -> None:
        path = news / f"{name}.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
        c.add(path, outlet=outlet)

    add(
        "kcna",
        [
            {
                "url": f"http://kcna.kp/en/article/{number}",
                "title": title,
                "date": date,
                "text": f"Pyongyang, {date} -- {BODY}\n\n{more or 'Item ' + str(number) + ' ends here.'}",
            }
            for number, (date, (title, more)) in enumerate(NEWS.items())
        ],
        "kcna",
    )
    farm = news / "farm.txt"
    farm.write_text(f"Farm Prospers\n\nPyongyang, August 5 (KCNA) -- {BODY}\n", "utf-8")
    c.add(folder / "article.txt", farm, outlet="kcna", retrieved="2024-08-07")
    c.add(folder / "speech.txt", date="2024-02-28", title="Songchon")
    add(
        "speeches",
        [
            {
                "url": f"http://un.example/{name.replace(' ', '-')}/{year}",
                "title": f"Address of {name} {year}",
                "date": f"{year}-09-2{at}",
                "text": ADDRESS.format(year, name),
                "speaker": name,
                "country": country,
            }
            for at, (name, country) in enumerate(SPEAKERS.items())
            for year in (2010, 2013, 2021, 2023, 2024)
        ],
        "un-general-debate",
    )
    add(
        "tass",
        [
            {
                "url": f"http://tass.com/{year}",
                "title": f"Report {year}",
                "date": f"{year}-03-03",
                "text": f"Peace was discussed in Moscow in {year}. Sovereignty was on the list.",
            }
            for year in (2018, 2019, 2022)
        ],
        "tass",
    )
    add(
        "addresses",
        [
            {
                "url": f"{year}.txt",
                "title": f"신년사 {year}",
                "date": f"{year}-01-01",
                "text": KOREAN.format(year),
            }
            for year in (1994, 1995, 1996, 1997, 2000, 2005)
        ],
        "dprk-new-year",
    )
    add("congress", [{"title": "报告", "date": "2022-10-16", "text": CHINESE}], "cpc-congress")
    add(
        "xinhua",
        [
            {
                "title": "新华社报道",
                "date": "2022-10-25",
                "text": f"新华社北京10月25日电 {CHINESE}",
                "url": "http://news.cn/1",
            }
        ],
        "xinhua",
    )


def _code(c: Corpus, folder: Path) -> None:
    for code in ("threat", "promise", "unused", "warning"):
        c.add_code(code, f"What is a {code}.")
    c.annotate("kcna-2024-08-06-press-statement", "warning", coder="Anna")
    sheet = c.sheet("sovereignty", sample=12)
    for coder, given in (("anna", ("threat", "promise")), ("ben", ("threat", "threat", "promise"))):
        rows = [row | {"code": given[at % len(given)]} for at, row in enumerate(sheet.rows())]
        filled = Result({name: [row[name] for row in rows] for name in sheet.columns}, "sheet")
        filled.write(folder / f"lines-{coder}.csv")
        workbook = Workbook()
        for line in (list(sheet.columns), *(list(row.values()) for row in rows)):
            workbook.active.append(line)
        workbook.save(folder / f"lines-{coder}.xlsx")
        c.import_codes(folder / f"lines-{coder}.csv", coder=coder.title())
    (folder / "lines.csv").write_bytes((folder / "lines-anna.csv").read_bytes())
    (folder / "concepts.toml").write_text(c.export_concepts(), "utf-8")
