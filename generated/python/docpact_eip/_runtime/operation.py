"""What the runtime knows of one operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from .model import Result
    from .problems import Problem
    from .validation import Parameter

R = TypeVar("R", bound="Result")


class ErrorRow(NamedTuple):
    """One row of an error table, as documented."""

    status: int | None
    code: str
    message: str = ""
    description: str = ""


class Operation(Generic[R]):
    """An operation: how to call it, what it answers, what its arguments must keep to.

    `region` and `token` are the places of `RegionId` and `ClientToken` among the parameters, or -1.
    """

    __slots__ = (
        "check", "errors", "method", "name", "parameters", "path", "read_only", "region", "result", "root", "style", "token"
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        result: type[R],
        parameters: tuple[Parameter, ...],
        check: Callable[..., list[Problem]],
        *,
        style: str = "rpc",
        method: str = "POST",
        path: str = "/",
        root: str = "",
        read_only: bool = False,
        region: int = -1,
        token: int = -1,
        errors: tuple[ErrorRow, ...] = (),
    ) -> None:
        self.name = name
        self.result = result
        self.parameters = parameters
        self.check: Callable[..., list[Any]] = check
        self.style = style
        self.method = method
        self.path = path
        self.root = root
        self.read_only = read_only
        self.region = region
        self.token = token
        self.errors = errors

    def __repr__(self) -> str:
        return f"<Operation {self.name}>"
