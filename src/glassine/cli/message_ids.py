"""Find a message by its Message-ID, in the form that the config says the log has."""

from glassine.config.settings import Config
from glassine.config.tables.records import MessageIdForm
from glassine.flow.viewing import message_ids
from glassine.vault.server_key import ServerKey
from glassine.words.public import MessageIdDigest


def sought(text: str, config: Config, key: ServerKey) -> tuple[MessageIdDigest, ...]:
    """Return what the log may have for it, the likeliest first."""
    clear = config.privacy.message_id is MessageIdForm.CLEAR
    return message_ids.sought(text, key, clear=clear)
