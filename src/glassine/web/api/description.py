"""The API, described for programs: OpenAPI 3.1, as `/api/v1/openapi.json` gives it."""

from typing import Any, TypeAlias

from glassine.web.records import TYPES
from glassine.web.view import MINUTES

Json: TypeAlias = dict[str, Any]

WORD: Json = {"type": "string", "maxLength": 400}
NUMBER: Json = {"type": "integer", "minimum": 1, "maximum": 10_000}
RECORD: Json = {"$ref": "#/components/schemas/Record"}
FILTERS: dict[str, tuple[Json, str]] = {
    "last": ({"type": "string", "enum": list(MINUTES)}, "How far back."),
    "since": (WORD, "Not before this moment: 2026-11-23T10:02Z."),
    "until": (WORD, "Not after it."),
    "type": (
        {"type": "array", "items": {"type": "string", "enum": list(TYPES)}},
        "Of one of these types.",
    ),
    "direction": ({"type": "string", "enum": ["inbound", "outbound"]}, "Which way."),
    "from": (WORD, "From this sender of the envelope."),
    "to": (WORD, "To this recipient of the envelope, with a tag or without."),
    "account": (WORD, "Of this account."),
    "ip": (WORD, "From this IP address or network."),
    "host": (WORD, "From or to this host."),
    "spam": ({"type": "string", "enum": ["ham", "probable", "spam"]}, "Spam class."),
    "code": ({"type": "integer", "minimum": 200, "maximum": 599}, "Status code."),
    "q": (WORD, "With this text in a visible field."),
    "mid": (WORD, "Of the message with this Message-ID, or its digest."),
    "uuid": (WORD, "Of this connection, message or delivery."),
    "before": ({"type": "integer", "minimum": 0}, "Before the record of this key."),
}


def description() -> Json:
    """Return the whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Glassine",
            "version": "1",
            "description": "What the operator sees, for programs. Each call is kept in"
            " the operators' log.",
        },
        "security": [{"token": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Record": _record(),
                "Kept": _kept(),
                "Verdict": _verdict(),
                "Error": _error(),
            },
        },
    }


def _paths() -> Json:
    filters = [_query(name, *each) for name, each in FILTERS.items()]
    kept = {"$ref": "#/components/schemas/Kept"}
    page = _object(events=_list(kept), older={"type": "string"})
    whole = _object(
        uuid={"type": "string"},
        events=_list(RECORD),
        lines=_list({"type": "string"}),
        sentence={"type": "string"},
    )
    verdict = {"$ref": "#/components/schemas/Verdict"}
    waiting = _object(queue=_list({"type": "object"}))
    signs = _object(signs=_list({"type": "object"}))
    key = _path("key", {"type": "integer", "minimum": 0})
    uuid = _path("uuid", WORD)
    return {
        "/api/v1/events": _get("Records, newest first.", filters, page, 400),
        "/api/v1/events/{key}": _get("One record.", [key], kept, 404),
        "/api/v1/trace/{uuid}": _get("All of one message.", [uuid], whole, 404),
        "/api/v1/explain/{uuid}": _get("Why it was judged so.", [uuid], verdict, 404),
        "/api/v1/queue": _get("What is still to be sent.", [], waiting),
        "/api/v1/health": _get("How the house is.", [], signs),
        **_neighbours(),
    }


def _neighbours() -> Json:
    asked = [
        _query("search", WORD, "With this text in a visible field."),
        _query("types", WORD, "Of these types, commas between them."),
        _query("page", NUMBER, "Which page, from 1."),
        _query("per_page", NUMBER | {"maximum": 1000}, "How many records a page has."),
    ]
    lines = [_query("lines", NUMBER | {"maximum": 1000}, "How many lines.")]
    page = _object(eventlogs=_list(RECORD))
    mail = "/api/v1/services/mail"
    return {
        "/api/v1/mailserver/eventlog": _get("Records by page.", asked, page, 400),
        f"{mail}/logs": _text("The newest raw lines.", lines, "text/plain"),
        f"{mail}/logstream": _text("Raw lines to come.", [], "text/event-stream"),
    }


def _get(said: str, asked: list[Json], answer: Json, *others: int) -> Json:
    answers = {"200": _in("application/json", said, answer)}
    answers |= {str(code): _failed() for code in (401, 429, *others)}
    return {"get": {"summary": said, "parameters": asked, "responses": answers}}


def _text(said: str, asked: list[Json], kind: str) -> Json:
    answers = {"200": {"description": said, "content": {kind: {}}}, "401": _failed()}
    answers["429"] = _failed()
    if asked:
        answers["400"] = _failed()
    return {"get": {"summary": said, "parameters": asked, "responses": answers}}


def _failed() -> Json:
    error = {"$ref": "#/components/schemas/Error"}
    return _in("application/json", "It was not done.", error)


def _in(kind: str, said: str, schema: Json) -> Json:
    return {"description": said, "content": {kind: {"schema": schema}}}


def _query(name: str, schema: Json, said: str) -> Json:
    return {"name": name, "in": "query", "description": said, "schema": schema}


def _path(name: str, schema: Json) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _list(of: Json) -> Json:
    return {"type": "array", "items": of}


def _object(**properties: Json) -> Json:
    required = list(properties)
    return {"type": "object", "properties": properties, "required": required}


def _kept() -> Json:
    return _object(key={"type": "integer"}, record=RECORD)


def _verdict() -> Json:
    """Return the shape of `glassine explain --json`."""
    text: Json = {"type": "string"}
    number: Json = {"type": "number"}
    told = {name: text for name in ("check", "result", "why", "value", "bearing")}
    finding = _object(**told, weight=number, text=text, advice=text)
    limits = _object(probable=number, spam=number, refuse=number)
    return _object(
        uuid=text,
        sentence=text,
        findings=_list(finding),
        remark=text,
        score=number,
        status=text,
        thresholds={"type": "object", "additionalProperties": limits},
    )


def _error() -> Json:
    said = _object(error={"type": "string"})
    said["properties"]["wanted"] = {"type": "object"}
    return said


def _record() -> Json:
    """Return the shape that every record has. `docs/events.md`"""
    text: Json = {"type": "string"}
    return _object(
        ts={"type": "integer"},
        type={"type": "string", "enum": list(TYPES)},
        direction=text,
        uuid=text,
        remote={"type": "object"},
        authUser=text,
        mailFrom=text,
        rcptTo=_list(text),
        details={"type": "object"},
    )
