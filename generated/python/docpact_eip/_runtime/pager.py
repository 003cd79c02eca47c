"""Iterating over everything that a paged operation lists."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, Generic, NamedTuple, TypeVar

from .errors import PagingError
from .unset import UNSET

R = TypeVar("R")
T = TypeVar("T")


class Paging(NamedTuple):
    """How an operation pages. Arguments by their Python names, fields as attributes of the result.

    With `token`, the field `next_token` of one page is the argument of the next. Without, pages are numbered.
    """

    items: str
    number: str = ""
    size: str = ""
    token: str = ""
    total: str = ""
    next_token: str = ""


class _Course(Generic[R]):
    """Which page comes next, by what the last one said."""

    def __init__(self, operation: str, paging: Paging, arguments: dict[str, Any]) -> None:
        self.operation = operation
        self.paging = paging
        self.arguments = arguments
        self.tokens: set[str] = set()
        self.last: object = None
        start = arguments.get(paging.number, UNSET) if paging.number else UNSET
        size = arguments.get(paging.size, UNSET) if paging.size else UNSET
        self.number = start if isinstance(start, int) else 1
        self.size = size if isinstance(size, int) else None
        self.seen = (self.number - 1) * (self.size or 0)

    def next(self, page: R) -> bool:
        """Sets the arguments for the page after this one; False where it was the last."""
        if self.paging.token:
            token = getattr(page, self.paging.next_token, None)
            if not token:
                return False
            if not isinstance(token, str):
                raise PagingError(self.operation, f"the next token is no text, but {type(token).__name__}")
            if token in self.tokens:
                raise PagingError(self.operation, "the service gave the same next token twice")
            self.tokens.add(token)
            self.arguments[self.paging.token] = token
            return True
        items = getattr(page, self.paging.items, ())
        self.seen += len(items)
        total = getattr(page, self.paging.total, None) if self.paging.total else None
        if not items or (isinstance(total, int) and self.seen >= total):
            return False
        if not isinstance(total, int):
            if self.size is not None and len(items) < self.size:
                return False
            if items == self.last:
                raise PagingError(self.operation, "the service gave the same page twice, and no number of items")
            self.last = items
        self.number += 1
        self.arguments[self.paging.number] = self.number
        return True


class Pager(Generic[R, T]):
    """Iterates over all items, asking for pages as they are needed; `pages` iterates over the pages."""

    def __init__(self, operation: str, call: Callable[..., R], paging: Paging, arguments: dict[str, Any]) -> None:
        self._operation = operation
        self._call = call
        self._paging = paging
        self._arguments = arguments

    def pages(self) -> Iterator[R]:
        """The answers, one for each page."""
        course: _Course[R] = _Course(self._operation, self._paging, dict(self._arguments))
        while True:
            page = self._call(**course.arguments)
            yield page
            if not course.next(page):
                return

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from getattr(page, self._paging.items)

    def __repr__(self) -> str:
        return f"<Pager of {self._operation}>"


class AsyncPager(Generic[R, T]):
    """Iterates over all items with `async for`, asking for pages as they are needed; `pages` iterates over the pages."""

    def __init__(
        self, operation: str, call: Callable[..., Awaitable[R]], paging: Paging, arguments: dict[str, Any]
    ) -> None:
        self._operation = operation
        self._call = call
        self._paging = paging
        self._arguments = arguments

    async def pages(self) -> AsyncIterator[R]:
        """The answers, one for each page."""
        course: _Course[R] = _Course(self._operation, self._paging, dict(self._arguments))
        while True:
            page = await self._call(**course.arguments)
            yield page
            if not course.next(page):
                return

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in getattr(page, self._paging.items):
                yield item

    def __repr__(self) -> str:
        return f"<AsyncPager of {self._operation}>"
