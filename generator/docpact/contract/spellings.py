"""Members of structures that are sent and differ in letter case alone.

Pages list `Tag.N.key` beside `Tag.N.Key` where the service takes both: to a caller that is one thing.
"""

from __future__ import annotations

from docpact.contract.model import Property, Schema


def one_spelling(wire: str, schema: Schema) -> tuple[list[Property], dict[str, str]]:
    """The members of a structure, each once, and by each spelling that is left out the one that stands for it.

    What is not deprecated stays, then what begins like the structure's own name (`wire`), then what comes first. A member
    that the overlay gave a name of its own is a thing of its own.
    """
    spellings: dict[str, list[Property]] = {}
    for member in schema.properties:
        chosen = member.schema.extensions.get("x-docpact-name")
        own = isinstance(chosen, str) and chosen.lower() != member.name.lower()
        spellings.setdefault(f"{chosen}\0" if own else member.name.lower(), []).append(member)
    if len(spellings) == len(schema.properties):
        return list(schema.properties), {}
    kept: list[Property] = []
    left_out: dict[str, str] = {}
    for group in spellings.values():
        alike = len({member.name.lower() for member in group}) == 1
        best = min(group, key=lambda m: (m.schema.deprecated, m.name[:1].isupper() != wire[:1].isupper()))
        kept += [best] if alike else group
        left_out |= {member.name: best.name for member in group if alike and member is not best}
    kept.sort(key=schema.properties.index)
    return kept, left_out
