"""What all tests share."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

# A deadline for each example would measure how busy the machine is. In CI every run looks at the same examples; at a
# developer's desk each looks at others.
settings.register_profile("docpact", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("docpact")

# Whoever starts the tests in the background of a shell has them ignore Ctrl-C, and with them the programs that they end by it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What commands keep for the user stays with the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
