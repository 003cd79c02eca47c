"""Splitting wire names into words.

`VSwitchId` is `v switch id` only to a machine: a lexicon of product words keeps what belongs together
(`vswitch id`, `ipv6 cidr block`, `ssl vpn`).
"""

from __future__ import annotations

import functools
import re

# Spelled as on the wire; matched case-sensitively at the start of a word, longest first.
LEXICON = (
    "VSwitches VSwitch VServer VRouter VBR VBRs IPv4 IPv6 Ipv4 Ipv6 IPV4 IPV6 IPs EIPs EIP NATs SNat DNat HaVips HaVip HAVIP"
    " SslVpn SSLVpn OAuth DDoS GiB MiB KiB Gbps Mbps IoT MySQL PostgreSQL GitHub K8s HTTPs HTTPS CRLs"
    " UUIDs IDs URLs URIs APIs VPCs ENIs SSDs CPUs GPUs vCPUs vCPU vSwitches vSwitch BGP ISP QoS"
).split()

_TOKEN = re.compile(
    "|".join(sorted(map(re.escape, LEXICON), key=len, reverse=True))
    + r"|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+"
)
_DIGITS_JOIN = re.compile(r"[0-9]+")


@functools.lru_cache(maxsize=65536)
def split(name: str) -> tuple[str, ...]:
    """The words of a name, lower-cased: `InternetChargeType` gives `internet`, `charge`, `type`.

    Digits stay with the word before them (`Ipv6Address2` gives `ipv6`, `address2`). Only ASCII letters and
    digits count, so text without any gives no words.
    """
    words: list[str] = []
    end = -1
    for match in _TOKEN.finditer(name):
        token = match[0]
        # A lexicon word counts only as a whole word: not the `ENIs` in `ENIstatus`.
        if _DIGITS_JOIN.fullmatch(token) and words and match.start() == end:
            words[-1] += token
        else:
            words.append(token.lower())
        end = match.end()
    return tuple(words)
