"""Run the server: listen, say so, and end cleanly when told to."""

import asyncio
import json
import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

from glassine.config.settings import Config
from glassine.config.whereabouts import host_port
from glassine.events.kinds import CertificateLoaded, ServerStarted, ServerStopped
from glassine.net import imap_in, smtp_in
from glassine.net.certificate import Certificates
from glassine.net.crowd import Crowd
from glassine.net.link import Patience, Talk
from glassine.net.listen import Listener
from glassine.serve.compose import House, furnish, smtp_limits
from glassine.serve.harden import drop_root, keep_memory_private
from glassine.serve.hush import hush
from glassine.serve.retention import keep_pruning
from glassine.vault.server_key import ServerKey
from glassine.words.public import Protocol

GRACE = 10.0  # seconds that sessions have to finish once we are told to end
UNHURRIED = 10 * 365 * 86400.0  # IMAP has no total time
