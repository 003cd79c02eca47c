"""What the target tells about a contract: names that had to differ, and facts that it cannot express."""

from __future__ import annotations

import re
from collections.abc import Callable

from docpact.contract.lines import answer_pointer, argument_pointer, error_pointer, operation_pointer
from docpact.contract.members import places_of
from docpact.contract.model import Contract, Operation, RuleKind
from docpact.diagnostics import Findings, Pointer
from docpact.naming.scope import Renamed, Scope
from docpact.targets.python import codes
from docpact.targets.python.enums import Enums
from docpact.targets.python.errors import Errors
from docpact.targets.python.table import usable
from docpact.targets.python.types import Module
from docpact.targets.python.waiters import EXTENSION

_CHOOSE = "to choose another name, set x-docpact-name in the overlay"
_CHOOSE_MEMBER = "to choose another name, set x-docpact-names in the overlay, a mapping from values to names"
_CHOOSE_REASON = "to choose another name, set x-docpact-reason on the row in the overlay"


class Reports:
    """Adds what is to be told to `findings`, each at the place in the contract file (`source`) that it is about."""

    def __init__(self, contract: Contract, source: str, findings: Findings) -> None:
        self.contract = contract
        self.source = source
        self.findings = findings

    def package(self, client: Scope, enums: Enums, errors: Errors) -> None:
        """What there is to tell of the names that operations share."""
        self._renamed("the client", client, self._called)
        by_name = {str(enum.name): enum for enum in enums.all}
        self._renamed("an enumeration", enums.scope, lambda name: self._part(*by_name[name.given].found_in))
        for enum in enums.all:
            for name in _numbered(enum.scope):
                self._told(str(enum.name), name, self._part(*enum.found_in), _CHOOSE_MEMBER)
        self._errors(errors)

    def _errors(self, errors: Errors) -> None:
        def row(code: str) -> Pointer:
            users = errors.by_code[code].operations if code in errors.by_code else []
            operation = self.contract.operation(users[0]) if users else None
            return error_pointer(operation, code) if operation is not None else ("x-docpact-common-errors",)

        self._renamed("an error code", errors.scope, lambda name: row(name.wire))
        for kind in errors.by_code.values():
            for name in _numbered(kind.reason_scope):
                self._told(f"{kind.name}.Reason", name, row(kind.code), _CHOOSE_REASON)
        for code in errors.like_groups:
            called = errors.by_code[code].name
            message = f"the error code `{code}` is named like a group of errors; its class is `{called}`"
            help = "to choose another name, set x-docpact-name on the row in the overlay"
            self.findings.add(codes.GROUP_NAME.inside(self.source, row(code), message, help=help))

    def module(self, operation: Operation, module: Module) -> None:
        """What there is to tell of one operation's module."""
        self._renamed(f"{operation.name}: a structure", module.scope, lambda _: operation_pointer(operation))
        for kind, argument, scope in module.renamed:

            def place(name: Renamed, kind: str = kind, argument: str = argument) -> Pointer:
                if argument or not kind:
                    return argument_pointer(operation, argument or name.wire)
                return answer_pointer(operation)

            self._renamed(f"{operation.name}: {kind}" if kind else operation.name, scope, place)
        for argument, kind, left_out, kept in module.twice:
            message = f"{operation.name}: {kind}: `{left_out}` and `{kept}` are one member; `{kept}` is sent"
            help = "to have both, set x-docpact-name on one of them in the overlay"
            self.findings.add(
                codes.SPELLED_TWICE.inside(self.source, argument_pointer(operation, argument), message, help=help)
            )
        for rule in operation.rules:
            if rule.kind is not RuleKind.IGNORED_IF and places_of(operation, rule) is None:
                message = (
                    f"{operation.name}: a rule over `{rule.parameter}` names what is no argument; it is not checked"
                )
                where = argument_pointer(operation, rule.parameter.partition(".")[0])
                self.findings.add(
                    codes.BAD_OPTION.inside(self.source, where, message, help="see `docpact explain DP503`")
                )
        for parameter in operation.arguments:
            for path, schema in parameter.schema.walk(parameter.name):
                if schema.pattern is not None and not usable(schema.pattern):
                    message = f"{operation.name}: the pattern of `{path}` is no regular expression: {schema.pattern!r}"
                    where = argument_pointer(operation, parameter.name)
                    self.findings.add(
                        codes.BAD_PATTERN.inside(self.source, where, message, help="mend the pattern in the overlay")
                    )

    def fact(self, where: Pointer, message: str) -> None:
        """A pager or a waiter that cannot be."""
        self.findings.add(codes.BAD_FACT.inside(self.source, where, message, help="mend it in the overlay"))

    def _renamed(self, where: str, scope: Scope, place: Callable[[Renamed], Pointer]) -> None:
        for name in scope.renamed:
            self._told(where, name, place(name), _CHOOSE)

    def _told(self, where: str, name: Renamed, place: Pointer, help: str) -> None:
        wire, reason = name.wire.split("#")[0], re.sub(r"#\d+", "", name.reason)
        message = f"{where}: `{wire}` is called `{name.given}` in Python, because {reason}"
        self.findings.add(codes.RENAMED.inside(self.source, place, message, help=help))

    def _called(self, name: Renamed) -> Pointer:
        """Where that stands which a method of the client is called after."""
        kind, _, rest = name.wire.partition(" ")
        if kind == "waiter" and rest:
            return (EXTENSION, rest)
        operation = self.contract.operation(name.wire) or self.contract.operation(rest)
        return operation_pointer(operation) if operation is not None else ("paths",)

    def _part(self, operation: str, argument: str) -> Pointer:
        found = self.contract.operation(operation)
        if found is None:
            return ("paths",)
        return argument_pointer(found, argument) if argument else answer_pointer(found)


def _numbered(scope: Scope) -> list[Renamed]:
    """The members that only a number tells from others. That a value had to become a name at all is no news."""
    return [name for name in scope.renamed if name.given[-1:].isdigit() and name.reason != "no identifier"]
