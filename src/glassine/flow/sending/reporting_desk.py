"""What of a desk it takes to tell somebody what became of a message."""

from typing import Protocol

from glassine.flow.journal import Journal
from glassine.flow.notices import Notices
from glassine.flow.policy import Policy
from glassine.flow.post_desk import PostDesk
from glassine.flow.route import Rules
from glassine.flow.sign import Signatures
from glassine.store.api.store import Store
from glassine.words.public import HostName


class ReportingDesk(PostDesk, Protocol):
    """A desk at which a report can be written, sealed, filed and queued."""

    @property
    def hostname(self) -> HostName: ...
    @property
    def store(self) -> Store: ...
    @property
    def journal(self) -> Journal: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def rules(self) -> Rules: ...
    @property
    def policy(self) -> Policy: ...
    @property
    def signatures(self) -> Signatures: ...
