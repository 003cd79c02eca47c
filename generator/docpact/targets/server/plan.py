"""Which files the server target makes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from docpact.contract.model import Contract, Operation
from docpact.diagnostics import Span
from docpact.escape import Code
from docpact.escape import python as py
from docpact.naming import cases
from docpact.naming.scope import Scope
from docpact.targets.base import Copy, Job, Settings, TargetError, Text
from docpact.targets.server.codes import PATTERN_NOT_PYTHON
from docpact.targets.server.facts import contract_json
from docpact.targets.server.views import RESERVED, HandlerView, PackageView, operation_view

RUNTIME = tuple(
    "__init__ answers app behaviour binding checks clock console credentials errors examples facts gateway inside nonces"
    " operation rules running service signature sqlite store tokens wire".split()
)
"""The modules of `templates/server/_runtime/`."""

# The members of `Behaviour`, which the skeleton inherits.
_BEHAVIOUR = frozenset("store clock credential states bring_about snapshot".split())


class ServerTarget:
    """A server in Python: an ASGI application, and typed handlers to fill in."""

    name = "server"
    summary = "an ASGI server in Python with typed handlers to fill in"

    def plan(self, contract: Contract, settings: Settings) -> Iterable[Job]:
        """The jobs of the package. Raises TargetError where the contract has no operation."""
        if not contract.operations:
            raise TargetError("the contract has no operation, so there is nothing to serve")
        _report_patterns(contract, settings)
        package = package_name(contract, settings)
        modules, classes = _names(contract.operations)
        names = {o.name: (modules.given[o.name], classes.given[o.name]) for o in contract.operations}
        handlers = tuple(_handler(operation, *names[operation.name]) for operation in contract.operations)
        view = PackageView(
            source=py.comment(settings.source),
            package=py.identifier(package),
            distribution=Code(package.replace("_", "-")),
            title=py.comment(f"{contract.title} {contract.version}"),
            title_literal=py.literal(f"{contract.title} {contract.version}"),
            version=py.literal(contract.version),
            release=py.literal(_release(settings)),
            handlers=handlers,
            imports=tuple(sorted(handlers, key=lambda handler: handler.module)),
            first=handlers[0],
            template="",
        )

        def once(path: str, template: str) -> Job:
            return Job(path, dataclasses.replace(view, template=f"server/{template}.jinja"))

        yield once("pyproject.toml", "pyproject.toml")
        yield once("README.md", "README.md")
        yield once(f"{package}/__init__.py", "package.py")
        yield once(f"{package}/handlers.py", "handlers.py")
        yield once(f"{package}/operations/__init__.py", "operations.py")
        yield Job(f"{package}/py.typed", Text(""))
        yield Job(f"{package}/contract.json", Text(contract_json(contract, names, settings.pieces)))
        for operation in contract.operations:
            module, class_name = names[operation.name]
            path = f"{package}/operations/{module}.py"
            depends = (class_name, settings.source)
            yield settings.pieces.job(
                path,
                operation,
                depends,
                lambda o=operation, c=class_name: (operation_view(o, c, settings.source), None),  # type: ignore[misc]
            )[0]
        yield from _runtime(package)


def _release(settings: Settings) -> str:
    """The version of the package itself: the option `version`, which `docpact release` keeps."""
    version = str(settings.options.get("version") or "0.1.0")
    if not re.fullmatch(r"[0-9][0-9A-Za-z.+-]*", version, re.ASCII):
        raise TargetError(f"targets.server.version is {version!r}; write a version, as in 1.2.0")
    return version


def package_name(contract: Contract, settings: Settings) -> str:
    """The importable name of the package: that of the service, or else of the contract, and `_server`."""
    wanted = settings.options.get("package")
    if wanted is not None:
        try:
            return py.identifier(str(wanted))
        except ValueError:
            raise TargetError(
                f"targets.server.package is {wanted!r}; write an importable name, as in eip_server"
            ) from None
    base = cases.snake(settings.service.name if settings.service is not None else contract.title)
    name = "".join(c for c in base if c.isascii() and (c.isalnum() or c == "_"))
    return f"{name}_server" if name[:1].isalpha() else "api_server"


def _names(operations: tuple[Operation, ...]) -> tuple[Scope, Scope]:
    modules = Scope.with_reserved(RESERVED, _BEHAVIOUR)
    classes = Scope.with_reserved(RESERVED)
    for operation in operations:
        modules.give(operation.name, _ascii(cases.snake(operation.name)), "operation")
        classes.give(operation.name, _ascii(cases.pascal(operation.name)), "Operation")
    return modules, classes


def _ascii(name: str) -> str:
    return "".join(c for c in name if c.isascii())


def _report_patterns(contract: Contract, settings: Settings) -> None:
    for operation in contract.operations:
        top = [(p.name, p.schema) for p in operation.arguments]
        top += [("the body", operation.body.schema)] if operation.body is not None else []
        for name, schema in top:
            for path, part in schema.walk(name):
                try:
                    re.compile(part.pattern or "")
                except re.error as error:
                    message = f"{operation.name}: the pattern of {path} is not checked: {error}"
                    help = "write it in the overlay with what ECMA-262 and Python both have"
                    settings.findings.add(PATTERN_NOT_PYTHON.at(Span.whole(settings.source), message, help=help))


def _handler(operation: Operation, module: str, class_name: str) -> HandlerView:
    doc = " ".join((operation.summary or f"Answers {operation.name}.").split())
    return HandlerView(py.identifier(module), py.identifier(class_name), py.docstring_text(doc))


def _runtime(package: str) -> Iterator[Job]:
    for name in RUNTIME:
        yield Job(f"{package}/_runtime/{name}.py", Copy(f"server/_runtime/{name}.py"))
