"""What a user settles alone: app passwords, the password, the recovery code.

What opens something needs the password once more: whoever finds the page open gets
nothing by it. To revoke is quick, for a lost phone does not wait.
"""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from glassine.flow.spelling import LONG_ENOUGH
from glassine.web.forms import checked_form, said
from glassine.web.people import Person
from glassine.web.room import Room, ip_of
from glassine.words.private import Password

SCOPES = ("all", "imap", "smtp")
WRONG = "The password did not fit, or the name is taken."
UNFIT = "The old password did not fit, or the new one is shorter than 12 characters."
NO_CODE = "The password did not fit, or this account only sends and needs no code."
NO_MAILBOX = "This account only sends: there is no mailbox for it to come to."
DIFFERENT = "The new password was typed in two ways."


async def settings(room: Room, request: Request, who: Person) -> Response:
    """Show what there is to settle."""
    return await _show(room, request, who)


async def add_secret(room: Room, request: Request, who: Person) -> Response:
    """Make an app password, and show it this once."""
    form = await _form(room, request)
    name, scope = said(form, "name").strip(), said(form, "scope")
    if not name or scope not in SCOPES or not name.isprintable():
        return await _show(room, request, who, fault=WRONG)
    made = await room.people.add_secret(
        who, name, scope, _word(form, "password"), ip_of(request)
    )
    if made is None:
        return await _show(room, request, who, fault=WRONG)
    return _once(room, request, who, f"The app password “{name}”", made)


async def revoke_secret(room: Room, request: Request, who: Person) -> Response:
    """Destroy an app password."""
    form = await _form(room, request)
    await room.people.revoke_secret(who, said(form, "name"))
    return await _show(room, request, who, told="The app password is no more.")


async def change_password(room: Room, request: Request, who: Person) -> Response:
    """Change the password; show the recovery code that comes with the new one."""
    form = await _form(room, request)
    if said(form, "new") != said(form, "again"):
        return await _show(room, request, who, fault=DIFFERENT)
    if len(said(form, "new")) < LONG_ENOUGH:
        return await _show(room, request, who, fault=UNFIT)
    code = await room.people.new_password(
        who, _word(form, "old"), _word(form, "new"), ip_of(request)
    )
    if code is None:
        return await _show(room, request, who, fault=UNFIT)
    return _once(room, request, who, "Your new recovery code", code)


async def change_recovery_code(room: Room, request: Request, who: Person) -> Response:
    """Make another recovery code, and show it this once."""
    form = await _form(room, request)
    code = await room.people.new_recovery_code(
        who, _word(form, "password"), ip_of(request)
    )
    if code is None:
        return await _show(room, request, who, fault=NO_CODE)
    return _once(room, request, who, "Your new recovery code", code)


async def choose_checkpoints(room: Room, request: Request, who: Person) -> Response:
    """Have each day's checkpoint come by mail, or no more."""
    form = await _form(room, request)
    wants = said(form, "wants") == "yes"
    if not await room.people.want_checkpoints(who, wants):
        return await _show(room, request, who, fault=NO_MAILBOX)
    told = "comes by mail from now on" if wants else "comes no more"
    return await _show(room, request, who, told=f"The checkpoint {told}.")


async def _show(
    room: Room, request: Request, who: Person, fault: str = "", told: str = ""
) -> Response:
    filled = {
        "secrets": await room.people.secrets(who),
        "keeping": room.people.keeping(),
        "checkpoints": await room.people.checkpoints(who),
        "scopes": SCOPES,
        "fault": fault,
        "told": told,
    }
    status = 400 if fault else 200
    return room.persons_page(request, who, "me_settings.html", status, **filled)


async def _form(room: Room, request: Request) -> FormData:
    session = request.cookies[room.cookies.person]
    return await checked_form(request, room.seal, session)


def _word(form: FormData, name: str) -> Password:
    return Password(said(form, name).encode("utf-8", "replace"))


def _once(
    room: Room, request: Request, who: Person, what: str, secret: Password
) -> Response:
    shown = secret.reveal().decode()
    return room.persons_page(request, who, "me_once.html", what=what, secret=shown)
