"""A second reader of the sealed formats, written from docs/box.md alone.

It shares no line with the vault and builds HPKE from its parts, so that a fault in
the page, in the vault or in the library's draft KEM shows as a failing test.
"""

import base64
import hashlib
import hmac
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

CHUNK = 65_536
PRINTED = {b"gla1": b"app slot", b"glr1": b"recovery slot"}


class Refused(Exception):
    """The object is damaged, or of another suite."""


def label(purpose):
    return b"glassine/1 " + purpose + b"\0"


def hkdf_extract(salt, secret):
    return hmac.digest(salt or bytes(32), secret, "sha256")


def hkdf_expand(prk, info, length):
    out = block = b""
    for number in range(1, 256):
        if len(out) >= length:
            break
        block = hmac.digest(prk, block + info + bytes([number]), "sha256")
        out += block
    return out[:length]


def hkdf(secret, info, length=32, salt=b""):
    return hkdf_expand(hkdf_extract(salt, secret), info, length)


def need_suite(sealed):
    if sealed[:1] != b"\x01":
        raise Refused


def decrypt(key, nonce, sealed, data):
    try:
        return AESGCM(key).decrypt(nonce, sealed, data)
    except (InvalidTag, ValueError):
        raise Refused from None


def record(key, sealed, context):
    need_suite(sealed)
    return decrypt(key, sealed[17:29], sealed[29:], sealed[:17] + context)


def unpad(padded):
    (length,) = struct.unpack_from(">I", padded)
    if 4 + length > len(padded):
        raise Refused
    return padded[4 : 4 + length]


def message_key(day_key, sealed, account, message):
    return record(day_key, sealed, label(b"message key") + account + message)


def row(day_key, sealed, account, message, kind):
    return unpad(record(day_key, sealed, label(b"row") + account + message + kind))


def box(key, sealed):
    need_suite(sealed)
    chunks = [sealed[at : at + CHUNK + 16] for at in range(1, len(sealed), CHUNK + 16)]
    if not chunks or (len(chunks) > 1 and len(chunks[-1]) <= 16):
        raise Refused
    out = b""
    for number, chunk in enumerate(chunks):
        last = number == len(chunks) - 1
        nonce = number.to_bytes(11, "big") + bytes([last])
        out += decrypt(key, nonce, chunk, label(b"box"))
    return out


def key_pair(private_half):
    need_suite(private_half)
    stretched = hashlib.shake_256(private_half[1:]).digest(96)
    return (
        MLKEM768PrivateKey.from_seed_bytes(stretched[:64]),
        X25519PrivateKey.from_private_bytes(stretched[64:]),
    )


def hpke_open(private_half, sealed, info):
    """RFC 9180 §5.1 and §6.1, with the X-Wing combiner as KEM."""
    need_suite(sealed)
    if len(sealed) < 1121 + 16 or sealed[1089:1121] == bytes(32):
        raise Refused
    ciphertext, ephemeral, text = sealed[1:1089], sealed[1089:1121], sealed[1121:]
    mlkem, x25519 = key_pair(private_half)
    own = x25519.public_key().public_bytes_raw()
    shared = hashlib.sha3_256(
        mlkem.decapsulate(ciphertext)
        + x25519.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        + ephemeral
        + own
        + bytes.fromhex("5c2e2f2f5e5c")
    ).digest()
    suite = b"HPKE" + struct.pack(">HHH", 0x647A, 1, 2)

    def extract(salt, name, secret):
        return hkdf_extract(salt, b"HPKE-v1" + suite + name + secret)

    def expand(prk, name, context, length):
        head = struct.pack(">H", length) + b"HPKE-v1" + suite
        return hkdf_expand(prk, head + name + context, length)

    context = b"\0" + extract(b"", b"psk_id_hash", b"")
    context += extract(b"", b"info_hash", info)
    secret = extract(shared, b"secret", b"")
    key = expand(secret, b"key", context, 32)
    return decrypt(key, expand(secret, b"base_nonce", context, 12), text, b"")


def day_key(private_half, sealed, account, day_key_id):
    info = label(b"day key") + account + day_key_id
    return hpke_open(private_half, sealed, info)


def folder_name(private_half, sealed, account, folder):
    key = hkdf(private_half[1:], label(b"folder names"))
    return unpad(record(key, sealed, label(b"folder name") + account + folder))


def folder_digest(private_half, name):
    key = hkdf(private_half[1:], label(b"folder digests"))
    return hmac.digest(key, name, "sha256")


def _half_in_slot(both, verifier, wrapped, account):
    if both[:32] != verifier:
        raise Refused
    return record(both[32:], wrapped, label(b"private half") + account)


def password_slot(slot, account, password):
    need_suite(slot)
    kind, memory, passes, lanes = struct.unpack_from(">BIIB", slot, 1)
    fits = memory <= 1 << 20 and 1 <= passes <= 16 and 1 <= lanes <= 16
    if kind != 1 or not fits:
        raise Refused
    both = Argon2id(
        salt=slot[11:27],
        length=64,
        iterations=passes,
        lanes=lanes,
        memory_cost=memory,
    ).derive(password)
    return _half_in_slot(both, slot[27:59], slot[59:], account)


def read_printed(text):
    prefix, letters = text[:4], text[4:].replace(b"-", b"").upper()
    payload = base64.b32decode(letters)
    handle, secret, check = payload[:5], payload[5:21], payload[21:]
    hashed = hashlib.sha256(label(b"printed") + prefix + handle + secret)
    if hashed.digest()[:4] != check:
        raise Refused
    return PRINTED[prefix], handle, secret


def secret_slot(slot, slot_id, account, text):
    need_suite(slot)
    purpose, handle, secret = read_printed(text)
    if slot[1] != (2 if purpose == b"app slot" else 3) or slot_id[:5] != handle:
        raise Refused
    both = hkdf(secret, label(purpose) + account, 64, slot_id)
    return _half_in_slot(both, slot[2:34], slot[34:], account)


def scram_slot(slot, slot_id, account, password):
    need_suite(slot)
    if slot[1] != 4:
        raise Refused
    salt, count, stored, _ = struct.unpack_from(">16sI32s32s", slot, 2)
    salted = hashlib.pbkdf2_hmac("sha256", password, salt, count)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    if hashlib.sha256(client_key).digest() != stored:
        raise Refused
    key = hkdf(client_key, label(b"scram slot") + account, 32, slot_id)
    return record(key, slot[86:], label(b"private half") + account)


def server_secret(file):
    head, digits, rest = file.split(b"\n")
    if head != b"glassine server key 1" or rest:
        raise Refused
    return bytes.fromhex(digits.decode())


def queued_message(secret, sealed, blob, row):
    key = hkdf(secret, label(b"spool"))
    return unpad(record(key, sealed, label(b"queued message") + blob + row))


def dkim_private_key(secret, sealed, domain, selector):
    key = hkdf(secret, label(b"dkim keys"))
    return record(key, sealed, label(b"dkim") + domain + b"/" + selector)


def message_id_digest(secret, message_id):
    key = hkdf(secret, label(b"message ids"))
    letters = base64.b32encode(hmac.digest(key, message_id, "sha256")[:15])
    return b"<" + letters.lower() + b"@digest>"
