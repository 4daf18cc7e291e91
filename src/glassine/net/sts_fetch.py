"""Fetch an MTA-STS policy by HTTPS: the one thing we ask of a web server. RFC 8461 §3.3

The certificate must be valid and for the host; a redirect is a failure; what is too
large or too slow is not waited for.
"""

import asyncio
import ssl
from pathlib import Path

import httpx

from glassine.flow.sending.addresses import addresses
from glassine.flow.sending.sts import NotFetched
from glassine.net.certificates import CertificateError
from glassine.trust.mta_sts import LARGEST
from glassine.trust.resolver import Resolver
from glassine.words.public import Domain, HostName, IpAddress, NotPublic

MOST_ADDRESSES = 3  # of a web server that are tried
PATH = "/.well-known/mta-sts.txt"
HTTPS_PORT = 443


class HttpsStsFetcher:
    """Fetches policies, from addresses that our own resolver has found."""

    def __init__(
        self,
        *,
        resolver: Resolver,
        timeout: float = 20.0,
        port: int = HTTPS_PORT,
        ca_file: Path | None = None,
        private: bool = False,
    ) -> None:
        """Believe in this machine's authorities and ours. Raises `CertificateError`."""
        self._resolver = resolver
        self._timeout = timeout
        self._port = port
        self._private = private
        self._context = _context(ca_file)

    async def fetch(self, domain: Domain) -> bytes | NotFetched:
        """Return https://mta-sts.DOMAIN/.well-known/mta-sts.txt, or why it is not."""
        try:
            host = HostName(f"mta-sts.{domain}")
        except NotPublic:
            return NotFetched.UNREACHABLE
        try:
            async with asyncio.timeout(self._timeout):
                return await self._fetch(host)
        except TimeoutError:
            return NotFetched.TIMED_OUT

    async def _fetch(self, host: HostName) -> bytes | NotFetched:
        found = await addresses(self._resolver, host, ipv6=True)
        said = NotFetched.UNREACHABLE
        reachable = [ip for ip in found.ips if self._private or ip.is_global]
        for ip in reachable[:MOST_ADDRESSES]:
            fetched = await self._fetch_from(ip, host)
            if not isinstance(fetched, NotFetched):
                return fetched
            said = fetched
        return said

    async def _fetch_from(self, ip: IpAddress, host: HostName) -> bytes | NotFetched:
        where = f"[{ip}]" if ip.version == 6 else str(ip)
        async with httpx.AsyncClient(
            verify=self._context,
            follow_redirects=False,
            trust_env=False,
            timeout=self._timeout,
        ) as client:
            try:
                async with client.stream(
                    "GET",
                    f"https://{where}:{self._port}{PATH}",
                    headers={"Host": host.name, "Accept-Encoding": "identity"},
                    extensions={"sni_hostname": host.name},
                ) as response:
                    return await _body(response)
            except httpx.HTTPError as error:
                return _reason(error)


def _context(ca_file: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.hostname_checks_common_name = False  # RFC 8461 §3.3
    try:
        if ca_file is not None:
            context.load_verify_locations(cafile=ca_file)
    except OSError:
        advice = f"{ca_file} holds no certificates in PEM"
        raise CertificateError(advice) from None
    return context


async def _body(response: httpx.Response) -> bytes | NotFetched:
    if response.status_code != httpx.codes.OK:
        return NotFetched.NOT_SERVED
    kind, _, _ = response.headers.get("content-type", "").partition(";")
    if kind.strip().lower() != "text/plain":
        return NotFetched.NOT_TEXT
    body = b""
    async for run in response.aiter_raw():
        body += run
        if len(body) > LARGEST:
            return NotFetched.TOO_LARGE
    return body


def _reason(error: httpx.HTTPError) -> NotFetched:
    if isinstance(error, httpx.TimeoutException):
        return NotFetched.TIMED_OUT
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return NotFetched.UNTRUSTED
        cause = cause.__cause__ or cause.__context__
    return NotFetched.UNREACHABLE
