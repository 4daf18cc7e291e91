"""Raw lines of what is judged: what checks found, and who was refused for it."""

from glassine.events.facts import CheckOrigin
from glassine.events.grammar import (
    INFO,
    NOBODY,
    NOTICE,
    WARN,
    ip,
    line,
    listed,
    word,
    yes,
)
from glassine.events.milestones import Denied, FoundSpam, SpamLearned
from glassine.events.steps import ChecksMade, ListTried
from glassine.words.dns_list import ListTrial
from glassine.words.finding import Finding, Result, rules

_IN_ORDER = tuple(Result)


def checks_made(event: ChecksMade) -> str:
    """Haraka's results line: bare pairs, then the lists that are not empty."""
    lists: dict[Result, list[str]] = {}
    for found in event.findings:
        lists.setdefault(found.result, []).append(_finding(found))
    parts = [] if event.multi is None else [f"multi: {_truth(event.multi)}"]
    for result in _IN_ORDER if len(lists) > 1 else lists:
        if result in lists:
            parts.append(f"{result}:{', '.join(lists[result])}")
    return line(event.at, INFO, event.uuid, event.origin, ", ".join(parts))


def _truth(said: bool) -> str:
    return "true" if said else "false"


def _finding(found: Finding) -> str:
    """`check`, `check(why)`, `check(why value)`; no zone id, which is any text."""
    why, value = found.why, found.value
    if value is None:
        return found.check if why is None else f"{found.check}({why})"
    shown = str(value).partition("%")[0]
    return f"{found.check}({shown})" if why is None else f"{found.check}({why} {shown})"


def list_tried(event: ListTried) -> str:
    """`tried zone= about= trial= used= unanswered=`; a warning where it is not used."""
    used = event.trial is ListTrial.FIT
    rest = (
        f"tried zone={word(event.zone)} about={word(event.about)} trial={event.trial}"
        f" used={yes(used)} unanswered={event.unanswered}"
    )
    level = NOTICE if used else WARN
    return line(event.at, level, NOBODY, CheckOrigin.DNS_LISTS, rest)


def denied(event: Denied) -> str:
    """`denied stage= check= code= enhanced= ip=`, and `why= value=` of a finding."""
    remote = event.about.remote
    rest = (
        f"denied stage={event.stage} check={word(event.check)} code={event.code}"
        f" enhanced={word(event.enhanced)}"
        f" ip={ip(remote.ip_and_port.ip) if remote else word(None)}"
    )
    for refusing in event.findings[:1]:
        rest += f" why={word(refusing.why)} value={word(refusing.value)}"
    return line(event.at, NOTICE, event.uuid, "core", rest)


def found_spam(event: FoundSpam) -> str:
    """`spam score= rules= refused=`"""
    rest = (
        f"spam score={event.spam_score:.1f} rules={listed(rules(event.findings))}"
        f" refused={yes(event.refused)}"
    )
    return line(event.at, NOTICE, event.uuid, "spam", rest)


def spam_learned(event: SpamLearned) -> str:
    """`learned as= before= account= score= rules= from= to=`"""
    score = "" if event.spam_score is None else f"{event.spam_score:.2f}"
    rest = (
        f"learned as={word(event.about.spam_status)}"
        f" before={word(event.taught_before)} account={word(event.about.auth_user)}"
        f" score={word(score)} rules={listed(event.rules)}"
        f" from={event.moved_from} to={event.moved_to}"
    )
    return line(event.at, INFO, event.uuid, "spam", rest)
