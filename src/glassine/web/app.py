"""The viewer as an ASGI application: every address it has, and who may come there."""

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from glassine.web.api import neighbour, v1
from glassine.web.doors import (
    AnyonesPage,
    OperatorsPage,
    PersonsPage,
    for_anyone,
    for_operators,
    for_persons,
    for_programs,
)
from glassine.web.forms import Cookies, FormSeal
from glassine.web.guard import Guard, OnFault, Rules
from glassine.web.pace import Pace
from glassine.web.pages import (
    event,
    events,
    house,
    live,
    me,
    overview,
    settings,
    sign_in,
)
from glassine.web.people import People
from glassine.web.room import Room, templates
from glassine.web.viewing import Viewing
from glassine.words.clock import Clock

API = "/api/v1"
OPERATORS: dict[str, OperatorsPage] = {
    "/events": events.events,
    "/events.jsonl": events.as_json_lines,
    "/events.csv": events.as_csv,
    "/events/{key}": event.event,
    "/trace/{uuid}": event.trace,
    "/live": live.live,
    "/live/rows": live.stream,
    "/overview": overview.overview,
    "/queue": house.queue,
    "/queue/{row}/{handling}": house.ask,
    "/accounts": house.accounts,
    "/health": house.health,
    "/operators": house.operators_log,
}
OPERATORS_FORMS: dict[str, OperatorsPage] = {
    "/sign-out": sign_in.go_out,
    "/queue/{row}/{handling}": house.handle,
}
PERSONS: dict[str, PersonsPage] = {
    "/me": me.seen,
    "/me/events/{key}": me.one,
    "/me/lookers": me.lookers,
    "/me/log-ins": me.log_ins,
    "/me/settings": settings.settings,
}
PERSONS_FORMS: dict[str, PersonsPage] = {
    "/me/sign-out": sign_in.go_out_mine,
    "/me/share": me.share,
    "/me/settings/secrets": settings.add_secret,
    "/me/settings/revoke": settings.revoke_secret,
    "/me/settings/password": settings.change_password,
    "/me/settings/recovery": settings.change_recovery_code,
    "/me/settings/checkpoints": settings.choose_checkpoints,
}
ANYONES: dict[str, AnyonesPage] = {
    "/sign-in": sign_in.show,
    "/me/sign-in": sign_in.show_mine,
    "/shared/{token}": me.shared,
}
ANYONES_FORMS: dict[str, AnyonesPage] = {
    "/sign-in": sign_in.come_in,
    "/me/sign-in": sign_in.come_in_mine,
}
PROGRAMS: dict[str, OperatorsPage] = {
    "/events": v1.events,
    "/events/{key}": v1.event,
    "/trace/{uuid}": v1.trace,
    "/explain/{uuid}": v1.explain,
    "/queue": v1.queue,
    "/health": v1.health,
    "/mailserver/eventlog": neighbour.eventlog,
    "/services/mail/logs": neighbour.logs,
    "/services/mail/logstream": neighbour.logstream,
}


def app(
    viewing: Viewing,
    people: People,
    *,
    clock: Clock,
    rules: Rules,
    form_key: bytes,
    on_fault: OnFault,
) -> Starlette:
    """Return the application. It opens nothing: whom it asks is given to it."""
    room = Room(
        viewing=viewing,
        people=people,
        clock=clock,
        cookies=Cookies(tls=rules.tls),
        seal=FormSeal(form_key),
        pace=Pace(clock),
        pages=templates(),
    )
    return Starlette(
        routes=_routes(room),
        middleware=[Middleware(Guard, rules=rules, on_fault=on_fault)],
        exception_handlers={404: partial(_told, room), 405: partial(_told, room)},
    )


def _routes(room: Room) -> list[BaseRoute]:
    static = StaticFiles(packages=[("glassine.web", "static")])
    routes: list[BaseRoute] = [
        Route("/", _home),
        Route(f"{API}/openapi.json", v1.openapi),
        Mount("/static", static, name="static"),
    ]
    routes += [_get(path, for_operators(room, p)) for path, p in OPERATORS.items()]
    routes += [_post(p, for_operators(room, f)) for p, f in OPERATORS_FORMS.items()]
    routes += [_get(path, for_persons(room, page)) for path, page in PERSONS.items()]
    routes += [_post(p, for_persons(room, form)) for p, form in PERSONS_FORMS.items()]
    routes += [_get(path, for_anyone(room, page)) for path, page in ANYONES.items()]
    routes += [_post(p, for_anyone(room, form)) for p, form in ANYONES_FORMS.items()]
    for path, page in PROGRAMS.items():
        scope = "queue" if path == "/queue" else "events"
        routes.append(_get(f"{API}{path}", for_programs(room, page, scope)))
    return routes


Handler = Callable[[Request], Awaitable[Response]]


def _get(path: str, handler: Handler) -> Route:
    return Route(path, handler, methods=["GET"])


def _post(path: str, handler: Handler) -> Route:
    return Route(path, handler, methods=["POST"])


async def _home(request: Request) -> Response:
    return RedirectResponse("/events", 303)


async def _told(room: Room, request: Request, broken: Exception) -> Response:
    status = 405 if request.method != "GET" else 404
    if request.url.path.startswith(API):
        return JSONResponse({"error": "there is no such call"}, status)
    return room.bare_page(
        "told.html",
        status,
        title="There is no such page",
        told="The address may be mistyped.",
    )
