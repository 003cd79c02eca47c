"""What an answer is wrapped in.

XML has a root element. Some services, and the examples of some pages, wrap JSON in an object of that name too: nothing
that a caller asks for.
"""

from __future__ import annotations

from docpact.contract.model import Operation, Schema


def root_of(operation: Operation) -> str:
    """The name of the root element of the operation's answers as XML."""
    return operation.response.xml_root or f"{operation.name}Response"


def opened(operation: Operation) -> Schema | None:
    """The schema of what the operation answers, without the envelope where it has one."""
    schema = operation.response.schema
    return schema if schema is None or not has_envelope(operation) else schema.properties[0].schema


def has_envelope(operation: Operation) -> bool:
    """Whether the operation's JSON is an object around the object that it answers."""
    schema = operation.response.schema
    if schema is None or len(schema.properties) != 1:
        return False
    (member,) = schema.properties
    return member.name == root_of(operation) and member.schema.type == "object"
