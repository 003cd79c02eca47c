"""Splitting wire names into words.

`VSwitchId` is `v switch id` only to a machine: a lexicon of product words keeps what belongs together
(`vswitch id`, `ipv6 cidr block`, `ssl vpn`).
"""

from __future__ import annotations

import functools
import re

# Spelled as on the wire; matched case-sensitively, longest first. An `s` may follow that ends the word.
LEXICON = (
    "VSwitches VSwitch VServer VRouter VBR IPv4 IPv6 Ipv4 Ipv6 IPV4 IPV6 IPsec IPSec EIP SNat DNat HaVip HAVIP"
    " OAuth DDoS GiB MiB KiB Gbps Mbps IoT MySQL PostgreSQL GitHub K8s HTTPS TLSv SSLv IKEv vTPM"
    " vCPU vSwitches vSwitch BGP ISP QoS"
).split()
# Their singulars are split well without help, and may be the beginning of other words (`IDC`, `IPsec`).
PLURALS = "IPs IDs NATs HTTPs CRLs UUIDs URLs URIs APIs VPCs ENIs SSDs CPUs GPUs".split()

_KNOWN = [*(f"{re.escape(word)}(?:s(?![a-z]))?" for word in LEXICON), *(f"{word}(?![a-z])" for word in PLURALS)]
_TOKEN = re.compile(
    "|".join(sorted(_KNOWN, key=len, reverse=True)) + r"|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+"
)


@functools.lru_cache(maxsize=65536)
def tokens(name: str) -> tuple[str, ...]:
    """The words of a name as they are spelled: `InternetChargeType` gives `Internet`, `Charge`, `Type`.

    Digits stay with the word before them (`Ipv6Address2` gives `Ipv6`, `Address2`). Only ASCII letters and
    digits count, so text without any gives no words.
    """
    found: list[str] = []
    end = -1
    for match in _TOKEN.finditer(name):
        if match[0].isdigit() and found and match.start() == end:
            found[-1] += match[0]
        else:
            found.append(match[0])
        end = match.end()
    return tuple(found)


def split(name: str) -> tuple[str, ...]:
    """The words of a name in lower case: `VSwitchId` gives `vswitch`, `id`."""
    return tuple(token.lower() for token in tokens(name))
