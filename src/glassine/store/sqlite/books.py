"""The books over one connection."""

import os

from glassine.store.sqlite.access_rules import SqliteAccessRules
from glassine.store.sqlite.accounts import SqliteAccounts
from glassine.store.sqlite.aftermath import Aftermath
from glassine.store.sqlite.backlog import SqliteBacklog
from glassine.store.sqlite.blob_files import BlobFiles
from glassine.store.sqlite.blobs import SqliteBlobs
from glassine.store.sqlite.chain import SqliteChain
from glassine.store.sqlite.correspondents import SqliteCorrespondents
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.events import SqliteEvents
from glassine.store.sqlite.greylist import SqliteGreylist
from glassine.store.sqlite.hold_rules import SqliteHoldRules
from glassine.store.sqlite.mailboxes import SqliteMailboxes
from glassine.store.sqlite.operators import SqliteOperators
from glassine.store.sqlite.queue import SqliteQueue
from glassine.store.sqlite.reputations import SqliteReputations
from glassine.store.sqlite.spam_counts import SqliteSpamCounts
from glassine.store.sqlite.sts_policies import SqliteStsPolicies
from glassine.store.sqlite.suppressions import SqliteSuppressions
from glassine.store.sqlite.tls_results import SqliteTlsResults
from glassine.store.sqlite.usage import SqliteUsage
from glassine.words.chance import Chance
from glassine.words.clock import Clock


class SqliteBooks:
    """The books, as one transaction sees them."""

    def __init__(
        self,
        db: Database,
        files: BlobFiles,
        after: Aftermath,
        clock: Clock,
        chance: Chance = os.urandom,
    ) -> None:
        self.blobs = SqliteBlobs(db, files, after)
        self.mailboxes = SqliteMailboxes(db, self.blobs, after, clock)
        self.accounts = SqliteAccounts(db, self.mailboxes, after)
        self.queue = SqliteQueue(db, self.blobs, after)
        self.chain = SqliteChain(db, chance)
        self.events = SqliteEvents(db, after, self.chain)
        self.operators = SqliteOperators(db, after)
        self.backlog = SqliteBacklog(db)
        self.hold_rules = SqliteHoldRules(db)
        self.suppressions = SqliteSuppressions(db)
        self.usage = SqliteUsage(db)
        self.sts_policies = SqliteStsPolicies(db)
        self.spam_counts = SqliteSpamCounts(db)
        self.tls_results = SqliteTlsResults(db)
        self.access_rules = SqliteAccessRules(db)
        self.greylist = SqliteGreylist(db)
        self.reputations = SqliteReputations(db)
        self.correspondents = SqliteCorrespondents(db)
