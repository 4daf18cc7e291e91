"""The facts of health are told as they are; the page judges."""

from pathlib import Path

from flow.viewing.viewers import DUSTIN, OURS, Window
from glassine.events.facts import Action
from glassine.flow.viewing.health import Whereabouts, health
from glassine.flow.viewing.published import Standing
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import HostName
from store.samples import NOW
from support.zone_resolver import ZoneResolver

HOST = HostName("mail.example.org")


def test_health_is_what_the_house_knows_of_itself(here: Window, tmp_path: Path) -> None:
    where = Whereabouts(
        data_dir=tmp_path,
        certificate_expires=lambda: Milliseconds(NOW + 5),
        clock_is_set=lambda: None,
        hostname=HOST,
        resolver=ZoneResolver({}),
        last_backup=lambda: Milliseconds(NOW - 7),
        backup_due=Seconds(86_400),
    )
    seen = here.run(health(here.desk, DUSTIN, where))
    assert (seen.now, seen.certificate_expires) == (NOW, NOW + 5)
    assert 0 < seen.disk_free <= seen.disk_total
    assert (seen.waiting, seen.oldest, seen.write_failures) == (0, None, 0)
    assert seen.clock_is_set is None
    assert (seen.last_backup, seen.backup_due) == (NOW - 7, 86_400)
    standings = [each.standing for each in seen.published[OURS]]
    assert standings == [Standing.MISSING] * len(standings)
    assert seen.reverses == []
    assert here.last_look(Action.HEALTH)["who"] == "dustin"
