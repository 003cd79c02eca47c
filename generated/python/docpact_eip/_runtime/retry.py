"""Whether and when to try again."""

from __future__ import annotations

import random
import threading
import time
from typing import TYPE_CHECKING

from .errors import AnswerError, ApiError, CallError, ConnectionFailed, TimedOut

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 8.0
LONGEST_ASKED = 60.0
RETRYABLE_STATUS = frozenset((500, 502, 503, 504))
RETRYABLE_CODES = frozenset(("ServiceUnavailable", "InternalError"))
EXPIRED_TOKEN = frozenset(("InvalidSecurityToken.Expired", "SecurityTokenExpired", "InvalidStsToken.Expired"))


class Bucket:
    """Tokens that retries cost and successes give back: when a service is down, retries stop adding load.

    Shared by every call of a client. A retry costs 5, after a time limit 10; a success gives back 1.
    """

    def __init__(self, capacity: int = 500) -> None:
        self.capacity = capacity
        self.tokens = capacity
        self._lock = threading.Lock()

    def take(self, cost: int) -> bool:
        """Takes tokens where there are enough."""
        with self._lock:
            if self.tokens < cost:
                return False
            self.tokens -= cost
            return True

    def give(self) -> None:
        """Gives back what a success is worth."""
        if self.tokens < self.capacity:
            with self._lock:
                self.tokens = min(self.capacity, self.tokens + 1)


def is_retryable(status: int, code: str) -> bool:
    """Whether an answer says that the same request may succeed later."""
    return status in RETRYABLE_STATUS or status == 429 or code in RETRYABLE_CODES or code.startswith("Throttling")


def asked_pause(headers: Mapping[str, str]) -> float | None:
    """The seconds that the service asks to wait, or None."""
    text = headers.get("retry-after") or headers.get("x-acs-retry-after")
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        from email.utils import parsedate_to_datetime

        try:
            seconds = parsedate_to_datetime(text).timestamp() - time.time()
        except (ValueError, TypeError, OverflowError):
            return None
    if not 0 <= seconds < 1e9:
        return 0.0 if seconds < 0 else None
    # The unit of the vendor's own header is not documented: more than ten minutes can only be milliseconds.
    return seconds / 1000 if "retry-after" not in headers and seconds > 600 else seconds


def pause_before(
    error: CallError, attempt: int, retries: int, *, safe: bool, bucket: Bucket, remaining: float
) -> float | None:
    """The seconds to wait before trying again, or None where the error is final.

    `safe` says that repeating the call cannot do its work twice; `remaining` is what the deadline leaves.
    """
    if attempt > retries or not error.retryable:
        return None
    if not (safe or (isinstance(error, ConnectionFailed) and not error.sent)):
        return None
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * float(2 ** min(attempt - 1, 10)))
    pause = random.uniform(0, longest)  # noqa: S311 (spreads load, protects nothing)
    asked = asked_pause(_headers(error))
    if asked is not None:
        if asked > LONGEST_ASKED:
            return None
        pause = max(asked, pause)
    if pause >= remaining or not bucket.take(10 if isinstance(error, TimedOut) else 5):
        return None
    return pause


def _headers(error: CallError) -> Mapping[str, str]:
    if isinstance(error, ApiError):
        return error.meta.headers if error.meta is not None else {}
    return error.headers if isinstance(error, AnswerError) else {}
