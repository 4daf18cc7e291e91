"""Networks that no stranger is in: this machine, and what is private by standard."""

from ipaddress import ip_network

from glassine.words.public import IpNetwork

LOOPBACK: tuple[IpNetwork, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
PRIVATE_NETWORKS: tuple[IpNetwork, ...] = LOOPBACK + tuple(
    ip_network(text)
    for text in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
        *("100.64.0.0/10", "fc00::/7", "fe80::/10"),
    )
)  # RFC 1918, RFC 3927, RFC 6598, RFC 4193, RFC 4291
