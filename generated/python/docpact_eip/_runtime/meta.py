"""How a call went."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Meta(NamedTuple):
    """How a call went. `elapsed` counts seconds over all attempts and the pauses between them."""

    status: int
    """The HTTP status of the last attempt."""
    headers: Mapping[str, str]
    """The headers of its answer, names in lower case."""
    request_id: str | None
    """What the service's support asks for."""
    attempts: int
    """How many times the request was sent."""
    elapsed: float
