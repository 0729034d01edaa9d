"""The keys of an outlet file, and what each may hold."""

from __future__ import annotations

from corpus.ingest.outlets import schema
from corpus.ingest.outlets.records import (
    KINDS,
    Calendar,
    Fact,
    LeadIn,
    NoteRule,
    OutletFile,
    Page,
    PathRule,
    Person,
    SpeakerRule,
    StatementType,
    TextRules,
    Transcript,
)
from corpus.store.tables.archive import LONGEST

_GENRE = schema.short(LONGEST["genre"])
_NAME = schema.short(LONGEST["speaker"])
_COUNTRY = schema.matching("[A-Z]{2,4}", "the three letters of ISO 3166-1, such as PRK")
_VOICE = schema.choice("report", "speech", "narration")
_TEXT = schema.table(
    TextRules,
    {},
    {
        "lines": schema.choice("auto", "paragraphs", "fragments"),
        "breaks": schema.pattern,
        "page_marks": schema.pattern,
        "title_is_printed": schema.flag,
        "headline": schema.pattern,
        "voice": _VOICE,
        "genre": _GENRE,
    },
)
_LEAD_IN = schema.table(
    LeadIn,
    {"pattern": schema.pattern},
    {
        "opens": schema.choice("rest", "next", "one"),
        "speaker": schema.choice("here", "before", "sender"),
        "genre": _GENRE,
        "named": schema.flag,
        "heading": schema.flag,
    },
)
_SPEAKER = schema.table(
    SpeakerRule,
    {"pattern": schema.pattern},
    {
        "split": schema.pattern,
        "kind": schema.choice("person", "institution"),
        "finds": schema.choice("speaker", "sender", "issuer", "office"),
    },
)
_NOTE = schema.table(
    NoteRule,
    {},
    {
        **dict.fromkeys(("match", "begin", "end", "title"), schema.pattern),
        "where": schema.choice("anywhere", "head", "tail"),
        "cut": schema.flag,
    },
)
_STATEMENT = schema.table(
    StatementType,
    {},
    {
        **dict.fromkeys(("match", "opening"), schema.pattern),
        "genre": _GENRE,
        "authority": schema.short(LONGEST["authority"]),
        "reason": schema.text,
        "rank": schema.whole,
        "voice": _VOICE,
    },
)
_FACT = schema.table(
    Fact,
    {},
    {
        "match": schema.pattern,
        **dict.fromkeys(("since", "until"), schema.whole),
        "speaker": _NAME,
        "title": schema.text,
        "genre": _GENRE,
        "date": schema.matching(r"\d{4}(-\d\d(-\d\d)?)?", "2024, 2024-08 or 2024-08-06"),
        "voice": _VOICE,
    },
)
_PERSON = schema.table(
    Person,
    {"name": _NAME},
    {
        "names": schema.many(_NAME),
        "kind": schema.choice("person", "institution"),
        "match": schema.pattern,
        "country": _COUNTRY,
    },
)
_PAGE = schema.table(
    Page, {"text": schema.selector}, dict.fromkeys(("title", "date", "place", "remove"), schema.selector)
)
_SHARED: dict[str, schema.Check] = {
    "lead_ins": schema.many(_LEAD_IN),
    "speakers": schema.many(_SPEAKER),
    **dict.fromkeys(
        (
            "splits",
            "reports",
            "own_words",
            "first_person",
            "retold",
            "resumes",
            "closes",
            "asides",
            "places",
            "salutations",
            "slogans",
        ),
        schema.many(schema.pattern),
    ),
    **dict.fromkeys(("end_marks", "honorifics", "titles"), schema.many(schema.text)),
    "datelines": schema.many(schema.anchored),
    "people": schema.many(_PERSON),
}
"""Keys that a file for several outlets may have too; lists of both are joined."""
OUTLET_ABOUT: dict[str, schema.Check] = {
    "name": schema.short(200),
    "kind": schema.choice(*KINDS),
    "languages": schema.short(
        200, schema.many(schema.matching("[a-z]{2,3}(-[A-Za-z0-9]+)*", "en or zh-Hant"))
    ),
    "country": _COUNTRY,
    "names": schema.named(schema.text),
    "hosts": schema.many(schema.matching(r"[a-z0-9-]+(\.[a-z0-9-]+)+", "kcna.kp")),
    "signs": schema.many(schema.pattern),
    "pages": schema.many(_PAGE),
}
"""Keys of an outlet itself, beside its code."""
OUTLET = schema.table(
    OutletFile,
    {
        "code": schema.short(40, schema.matching("[a-z0-9]+(-[a-z0-9]+)*", "rodong or un-general-debate")),
        **{key: OUTLET_ABOUT[key] for key in ("name", "kind", "languages")},
    },
    {
        **{key: OUTLET_ABOUT[key] for key in ("country", "names", "hosts", "signs", "pages")},
        "timezone": schema.time_zone,
        "text": _TEXT,
        "calendar": schema.table(Calendar, {}, {"juche": schema.flag}),
        "notes": schema.many(_NOTE),
        "transcript": schema.table(
            Transcript,
            {},
            {
                **dict.fromkeys(("labels", "questions"), schema.many(schema.pattern)),
                "names": schema.named(_NAME),
                "host": _NAME,
            },
        ),
        "glued_names": schema.many(schema.text),
        "statements": schema.many(_STATEMENT),
        "facts": schema.many(_FACT),
        "paths": schema.many(schema.table(PathRule, {"pattern": schema.pattern}, {"title": schema.text})),
        **_SHARED,
    },
)
COMMON = schema.table(dict, {}, _SHARED)
