"""Which machines may an outgoing request reach? Public ones, and those that the operator named in TENURE_REACH."""

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from tenure.values.voice import worded

Address = IPv4Address | IPv6Address

# Addresses that carry an IPv4 address within: what they stand for decides.
_NAT64 = IPv6Network("64:ff9b::/96")


class NotAllowed(Exception):  # noqa: N818 - reads as what is the matter
    """The address is not one that may be reached; the sentence says which and why."""


def parse_reach(text: str) -> tuple[str, ...]:
    """The networks of TENURE_REACH ("10.1.0.0/16, 127.0.0.1"); raises ValueError when one is none."""
    return tuple(str(ip_network(part.strip(), strict=False)) for part in text.split(",") if part.strip())


def resolve(host: str, port: int, reach: Sequence[str] = ()) -> list[Address]:
    """The addresses of a host, each of which may be reached.

    Raises NotAllowed when one of them may not: a name that leads to a public and to a private address is a trick.
    Whoever connects must use these addresses and not ask for the name again, which might then lead elsewhere.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotAllowed(
            worded("there is no host “{host}”: {said}", host=host, said=str(getattr(error, "strerror", None) or error))
        ) from None
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    for address in addresses:
        if not may_reach(address, reach):
            raise NotAllowed(
                worded(
                    "“{host}” leads to {address}, which is not on the public internet. The operator of this server can "
                    "allow such addresses with TENURE_REACH",
                    host=host,
                    address=str(address),
                )
            )
    return list(dict.fromkeys(addresses))


def may_reach(address: Address, reach: Sequence[str] = ()) -> bool:
    """Whether an address is public, or within one of the networks that were allowed ("10.1.0.0/16")."""
    meant = _meant(address)
    if any(meant in ip_network(network, strict=False) for network in reach):
        return True
    return meant.is_global and not meant.is_multicast and not meant.is_reserved


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 address only wraps, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    return inner or address
