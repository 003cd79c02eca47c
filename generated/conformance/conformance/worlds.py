"""Where the ids of a case come from: a state URL, a fixtures file, the pages' examples, or nowhere."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from conformance.cases import Need, Operation, SuiteError
from conformance.client import Client, NoAnswer
from conformance.signing import Credentials


class NotArranged(Exception):
    """The state could not be had. The message is the reason for the report."""


@dataclass(frozen=True, slots=True)
class World:
    """A state that was arranged: the request parameters that meet it, and whose they are.

    `fresh` says that nothing before it could have used it up; `curl` arranges it again by hand. `shown` names the
    parameters that came from the pages' examples.
    """

    parameters: Mapping[str, str] = field(default_factory=dict)
    credentials: Credentials | None = None
    fresh: bool = True
    curl: str = ""
    guessed: bool = False
    shown: frozenset[str] = frozenset()


class Worlds(Protocol):
    """Arranges states.

    `isolated` says that states made at the same time do not disturb each other, `guessed` that nothing is really arranged.
    """

    isolated: bool
    guessed: bool

    def arrange(self, need: Need, operation: Operation) -> World:
        """The world a case needs. Raises NotArranged."""
        ...


class NoWorlds:
    """Nothing can be arranged."""

    isolated = True
    guessed = False

    def arrange(self, need: Need, operation: Operation) -> World:
        raise NotArranged("no state URL and no fixtures file was given")


class ExampleWorlds:
    """The examples of the pages stand for what exists, as a server that answers from examples has it."""

    isolated = True
    guessed = True

    def arrange(self, need: Need, operation: Operation) -> World:
        if not (need.key == "ok" or need.key.startswith("ok.")):
            raise NotArranged("the examples of the pages arrange no error")
        if need.stateful:
            raise NotArranged("examples keep no state from one call to the next")
        missing = [n for n in operation.required if n not in operation.examples and n not in need.request]
        if missing:
            raise NotArranged(f"no page shows an example of {missing[0]}")
        shown = operation.sample.keys() - need.request.keys()
        return World({**operation.sample, **need.request}, guessed=True, shown=frozenset(shown))


class StateUrl:
    """Posts `{"state": name, "params": {...}}` and reads `{"parameters": {...}, "credentials": {...}}`."""

    isolated = True
    guessed = False

    def __init__(self, url: str, timeout: float = 10.0) -> None:
        split = urlsplit(url)
        self._url = url
        self._target = (split.path or "/") + (f"?{split.query}" if split.query else "")
        self._host = split.netloc
        self._client = Client(url, timeout)

    def arrange(self, need: Need, operation: Operation) -> World:
        asked = {"state": need.name, "params": {"operation": need.operation, "case": need.key, **need.params}}
        body = json.dumps(asked).encode()
        headers = {"Host": self._host, "Content-Type": "application/json", "Accept": "application/json"}
        try:
            answer = self._client.exchange("POST", self._target, headers, body)
        except NoAnswer as error:
            raise NotArranged(f"the state URL gave {error}") from None
        if not 200 <= answer.status < 300:
            said = answer.body.decode("utf-8", "replace").strip()[:200]
            raise NotArranged(f"the state URL refused {need.name!r} with status {answer.status}: {said}")
        try:
            data = json.loads(answer.body or b"{}")
            parameters = {str(name): str(value) for name, value in (data.get("parameters") or {}).items()}
            credentials = _credentials(data.get("credentials"))
        except (ValueError, AttributeError, KeyError, TypeError) as error:
            raise NotArranged(f"the state URL answered {need.name!r} with no usable JSON: {error!r}") from None
        line = f"curl -sS {_quote(self._url)} -H 'Content-Type: application/json' -d {_quote(body.decode())}"
        return _complete(World({**parameters, **need.request}, credentials, True, line), operation)


class Fixtures:
    """Parameters from a JSON file; a `reset` URL, where it gives one, is posted to before each case.

    Keys are looked up from the most exact to the least: the case below its operation (`{"ReleaseEipAddress":
    {"ok": ...}}`), `ReleaseEipAddress.ok`, the name of the state, and the case alone (`ok`, `OperationDenied#2`),
    which counts for every operation whose required parameters it gives.
    """

    isolated = False
    guessed = False

    def __init__(self, path: Path, timeout: float = 10.0) -> None:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise SuiteError(f"cannot read the fixtures {path}: {error.strerror}") from None
        except UnicodeDecodeError:
            raise SuiteError(f"cannot read the fixtures {path}: the file is not UTF-8") from None
        except ValueError as error:
            raise SuiteError(f"cannot read the fixtures {path}: the file is not JSON: {error}") from None
        if not isinstance(data, dict):
            raise SuiteError(f"{path} must hold a JSON object: from states or error codes to request parameters")
        self._path = path
        self._data = data
        self._used: set[str] = set()
        self._named: set[tuple[str, str]] = set()
        self._shared = _shared(data)
        self._lock = threading.Lock()
        reset = data.get("reset")
        self._reset = str(reset.get("url") if isinstance(reset, dict) else reset) if reset else None
        self._client = Client(self._reset, timeout) if self._reset else None

    def arrange(self, need: Need, operation: Operation) -> World:
        key, found = self._find(need, operation)
        parameters = found.get("parameters", found)
        if not isinstance(parameters, dict):
            raise NotArranged(f"{self._path}: {key!r} must hold an object of request parameters")
        line = ""
        fresh = self._fresh(key, parameters)
        if self._client is not None and self._reset is not None:
            split = urlsplit(self._reset)
            target = (split.path or "/") + (f"?{split.query}" if split.query else "")
            try:
                answer = self._client.exchange("POST", target, {"Host": split.netloc}, b"")
            except NoAnswer as error:
                raise NotArranged(f"the reset URL gave {error}") from None
            if not 200 <= answer.status < 300:
                raise NotArranged(f"the reset URL answered with status {answer.status}")
            fresh = True
            line = f"curl -sS -X POST {_quote(self._reset)}"
        given = {str(name): str(value) for name, value in parameters.items() if not isinstance(value, (dict, list))}
        world = World({**need.request, **given}, _credentials(found.get("credentials")), fresh, line)
        return _complete(world, operation)

    def _fresh(self, key: str, parameters: Mapping[str, Any]) -> bool:
        """Whether nothing this fixture names was given to a case before; what all fixtures name (a region) does not count."""
        named = {(str(name), str(value)) for name, value in parameters.items()} - self._shared
        with self._lock:
            fresh = key not in self._used and not named & self._named
            self._used.add(key)
            self._named |= named
        return fresh

    def _find(self, need: Need, operation: Operation) -> tuple[str, dict[str, Any]]:
        below = self._data.get(need.operation)
        if isinstance(below, dict) and isinstance(below.get(need.key), dict):
            return f"{need.operation}.{need.key}", below[need.key]
        for key in (f"{need.operation}.{need.key}", need.name):
            if isinstance(self._data.get(key), dict):
                return key, self._data[key]
        found = self._data.get(need.key)
        if isinstance(found, dict):
            given = found.get("parameters", found)
            missing = [name for name in operation.required if name not in given and name not in need.request]
            if not missing:
                return need.key, found
        raise NotArranged(f"the fixtures give no parameters for {need.key!r} of {need.operation} ({need.name})")


def _shared(data: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The parameters that all fixtures give alike."""
    found: list[set[tuple[str, str]]] = []

    def collect(node: Mapping[str, Any]) -> None:
        plain = {(str(n), str(v)) for n, v in node.items() if not isinstance(v, (dict, list))}
        if plain:
            found.append(plain)
        for below in node.values():
            if isinstance(below, dict):
                collect(below)

    collect({name: value for name, value in data.items() if name != "reset"})
    return set.intersection(*found) if len(found) > 1 else set()


def _complete(world: World, operation: Operation) -> World:
    """Fills required parameters that the state left out from the page's examples."""
    missing = {
        n: operation.examples[n] for n in operation.required if n not in world.parameters and n in operation.examples
    }
    return replace(world, parameters={**missing, **world.parameters}, shown=frozenset(missing))


def _credentials(data: Any) -> Credentials | None:
    """Reads `{"key_id", "secret", "token"}`, or the same with the wire's names."""
    if not data:
        return None
    key_id = data.get("key_id") or data.get("AccessKeyId")
    secret = data.get("secret") or data.get("AccessKeySecret")
    if not key_id or not secret:
        return None
    return Credentials(str(key_id), str(secret), data.get("token") or data.get("SecurityToken"))


def _quote(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
