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

    def __init__(self, operation: str, paging: Paging, arguments: dict[str, Any], start: str | None) -> None:
        self.operation = operation
        self.paging = paging
        self.arguments = dict(arguments)
        if start is not None:
            self.arguments[paging.token or paging.number] = start if paging.token else self._page(start)
        self.tokens: set[str] = {start} if start is not None else set()
        self.last: object = None
        number = self.arguments.get(paging.number, UNSET) if paging.number else UNSET
        size = self.arguments.get(paging.size, UNSET) if paging.size else UNSET
        self.number = number if isinstance(number, int) else 1
        self.size = size if isinstance(size, int) else None
        self.seen = (self.number - 1) * (self.size or 0)

    def next(self, page: R) -> str | None:
        """Sets the arguments for the page after this one, and gives its token; None where it was the last."""
        if self.paging.token:
            return self._next_token(page)
        items = getattr(page, self.paging.items, ())
        self.seen += len(items)
        total = getattr(page, self.paging.total, None) if self.paging.total else None
        known = isinstance(total, int)
        if not items or (isinstance(total, int) and self.seen >= total):
            return None
        if not known and self.size is not None and len(items) < self.size:
            return None
        # A lone item may well be followed by its equal; a page of several is not, where the service knows numbers of pages.
        if items == self.last and not (known and len(items) == 1):
            raise PagingError(
                self.operation, f"the service gave the same page twice, as numbers {self.number - 1} and {self.number}"
            )
        self.last = items
        self.number += 1
        self.arguments[self.paging.number] = self.number
        return str(self.number)

    def _next_token(self, page: R) -> str | None:
        token = getattr(page, self.paging.next_token, None)
        if not token:
            return None
        if not isinstance(token, str):
            raise PagingError(self.operation, f"the next token is no text, but {type(token).__name__}")
        if token in self.tokens:
            raise PagingError(self.operation, "the service gave the same next token twice")
        self.tokens.add(token)
        self.arguments[self.paging.token] = token
        return token

    def _page(self, start: str) -> int:
        if not (isinstance(start, str) and start.isascii() and start.isdigit() and 0 < int(start) < 1 << 31):
            raise PagingError(self.operation, f"{str(start)[:40]!r} is no continuation token of this operation")
        return int(start)


class _Pages(Generic[R]):
    """What both kinds of pages have."""

    continuation_token: str | None
    """Where the next page begins; None behind the last one."""

    def __init__(self, course: _Course[R], start: str | None) -> None:
        self._course = course
        self._ended = False
        self._failed: PagingError | None = None
        self.continuation_token = start

    def _more(self) -> bool:
        """Whether a page is to follow. Raises PagingError where the last one did not say which."""
        if self._failed is not None:
            raise self._failed
        return not self._ended

    def _took(self, page: R) -> R:
        try:
            self.continuation_token = self._course.next(page)
        except PagingError as error:
            self._failed = error  # told when it is the next page's turn: this one is good
        self._ended = self.continuation_token is None
        return page


class Pages(_Pages[R]):
    """Iterates over the pages of a listing.

    `continuation_token` is a text that can be stored; given to `pages` of the same listing, later or elsewhere, it goes on from there. After
    an error of the service the iteration can be resumed, too.
    """

    def __init__(self, call: Callable[..., R], course: _Course[R], start: str | None) -> None:
        super().__init__(course, start)
        self._call = call

    def __iter__(self) -> Iterator[R]:
        return self

    def __next__(self) -> R:
        if not self._more():
            raise StopIteration
        return self._took(self._call(**self._course.arguments))


class AsyncPages(_Pages[R]):
    """Iterates over the pages of a listing with `async for`; `continuation_token` is that of `Pages`."""

    def __init__(self, call: Callable[..., Awaitable[R]], course: _Course[R], start: str | None) -> None:
        super().__init__(course, start)
        self._call = call

    def __aiter__(self) -> AsyncIterator[R]:
        return self

    async def __anext__(self) -> R:
        if not self._more():
            raise StopAsyncIteration
        return self._took(await self._call(**self._course.arguments))


class Pager(Generic[R, T]):
    """Iterates over all items, asking for pages as they are needed; `pages` iterates over the pages."""

    def __init__(self, operation: str, call: Callable[..., R], paging: Paging, arguments: dict[str, Any]) -> None:
        self._operation = operation
        self._call = call
        self._paging = paging
        self._arguments = arguments

    def pages(self, continuation_token: str | None = None) -> Pages[R]:
        """The answers, one for each page; those from a `continuation_token` of an earlier iteration on.

        Raises PagingError where the token cannot be one of this listing.
        """
        course: _Course[R] = _Course(self._operation, self._paging, self._arguments, continuation_token)
        return Pages(self._call, course, continuation_token)

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

    def pages(self, continuation_token: str | None = None) -> AsyncPages[R]:
        """The answers, one for each page; those from a `continuation_token` of an earlier iteration on.

        Raises PagingError where the token cannot be one of this listing.
        """
        course: _Course[R] = _Course(self._operation, self._paging, self._arguments, continuation_token)
        return AsyncPages(self._call, course, continuation_token)

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in getattr(page, self._paging.items):
                yield item

    def __repr__(self) -> str:
        return f"<AsyncPager of {self._operation}>"
