"""The JSON API: the viewer's filters, and the same records as they were kept."""

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from glassine.flow.viewing.verdict import plain
from glassine.web.api.description import description
from glassine.web.found import Kept
from glassine.web.pages.events import key_before, key_named
from glassine.web.reading import uuid as read_uuid
from glassine.web.room import Room
from glassine.web.view import read_view
from glassine.web.viewing import Operator

JSON = "application/json"
_encode = msgspec.json.encode


async def events(room: Room, request: Request, who: Operator) -> Response:
    """Answer a page of records; `older` is the URL of the next."""
    view = read_view(request.query_params)
    if view.faults:
        return _unread(dict(view.faults))
    page = await room.viewing.look(who, view, key_before(request))
    older = view.query(before=str(page.found[-1].key)) if page.more else ""
    return _answer(
        {
            "events": [_kept(kept) for kept in page.found],
            "older": f"{request.url.path}?{older}" if older else "",
        }
    )


async def event(room: Room, request: Request, who: Operator) -> Response:
    """Answer one record."""
    kept = await room.viewing.one(who, key_named(request))
    return _answer(_kept(kept)) if kept else _nothing()


async def trace(room: Room, request: Request, who: Operator) -> Response:
    """Answer all of one message: records, raw lines, and the sentence."""
    try:
        uuid = read_uuid(request.path_params["uuid"])
    except ValueError:
        return _nothing()
    found = await room.viewing.trace(who, uuid)
    if found is None:
        return _nothing()
    return _answer(
        {
            "uuid": found.uuid,
            "events": [msgspec.Raw(record) for record in found.records],
            "lines": found.lines.decode("utf-8", "replace").splitlines(),
            "sentence": found.sentence,
        }
    )


async def explain(room: Room, request: Request, who: Operator) -> Response:
    """Answer why a message was judged as it was."""
    try:
        uuid = read_uuid(request.path_params["uuid"])
    except ValueError:
        return _nothing()
    found = await room.viewing.explain(who, uuid)
    return _answer(plain(found)) if found else _nothing()


async def queue(room: Room, request: Request, who: Operator) -> Response:
    """Answer what is still to be sent, by its envelopes."""
    return _answer({"queue": list(await room.viewing.queue(who))})


async def health(room: Room, request: Request, who: Operator) -> Response:
    """Answer how the house is."""
    return _answer({"signs": list(await room.viewing.health(who))})


async def openapi(request: Request) -> Response:
    """Describe all of this. OpenAPI 3.1"""
    return JSONResponse(description())


def _kept(kept: Kept) -> dict[str, object]:
    return {"key": kept.key, "record": msgspec.Raw(kept.record)}


def _answer(said: object) -> Response:
    return Response(_encode(said), media_type=JSON)


def _nothing() -> Response:
    return JSONResponse({"error": "there is nothing of that"}, 404)


def _unread(faults: dict[str, str]) -> Response:
    return JSONResponse({"error": "the filter does not read", "wanted": faults}, 400)
