"""From which addresses a wall may be opened: single ones and networks, IPv4 and IPv6."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from store.refused import Refused

Network = IPv4Network | IPv6Network
MOST_NETWORKS = 20
LONGEST_SHOWN = 60


class AddressesRefused(Refused):
    """What was written is no list of addresses."""


def as_stored(written: str) -> str | None:
    """`written` in one spelling, as the table keeps it; None when any address may come.

    Between commas, semicolons or blanks: 10.4.0.12, 10.4.0.0/16, fd12::/48. Raises
    AddressesRefused, also for a network with an address inside (10.4.0.9/16), which may mean
    either, and for one that is everybody.
    """
    parts = [part for part in re.split(r"[\s,;]+", written) if part]
    if len(parts) > MOST_NETWORKS:
        raise AddressesRefused("walls.too_many_addresses", most=MOST_NETWORKS)
    networks = dict.fromkeys(_network(part) for part in parts)
    return ", ".join(_spelt(network) for network in networks) or None


def is_within(address: str | None, stored: str | None) -> bool:
    """Whether the caller's `address` lies in the range that `as_stored` gave.

    An address that cannot be read lies in no range.
    """
    if not stored:
        return True
    try:
        caller = _plain(ip_address((address or "").strip()))
        networks = [ip_network(part.strip()) for part in stored.split(",")]
    except ValueError:
        return False
    return any(caller in network for network in networks)


def _network(part: str) -> Network:
    try:
        # With %eth0 behind it an address means something on this machine alone.
        network = ip_network(part if "%" not in part else "")
    except ValueError as error:
        shown = part[:LONGEST_SHOWN]
        raise AddressesRefused("walls.no_address", written=shown) from error
    if network.prefixlen == 0:
        raise AddressesRefused("walls.everybody", written=part)
    return network


def _spelt(network: Network) -> str:
    is_single = network.prefixlen == network.max_prefixlen
    return str(network.network_address) if is_single else str(network)


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """An IPv4 caller that a server with one socket for both writes as ::ffff:10.4.0.12."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
