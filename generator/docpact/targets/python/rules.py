"""Rules over several parameters: statements of the check, or entries of a table where members are involved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docpact.contract.faults import Fault
from docpact.contract.members import BODY, Place, places_of, shared
from docpact.contract.model import Condition, Operation, Rule, RuleKind, Schema
from docpact.escape import Code
from docpact.escape.python import literal
from docpact.targets.python.arguments import Argument
from docpact.targets.python.layout import WIDTH, bracketed, tuple_of, width
from docpact.targets.python.table import CodeOf
from docpact.targets.python.types import Module


@dataclass(frozen=True, slots=True)
class RuleCode:
    """What the rules of an operation come to: constants of the module, and statements of its check."""

    constants: tuple[Code, ...]
    statements: tuple[Code, ...]
    needs: frozenset[str]
    """The names of the runtime's `rules` that they use."""


def rules_of(operation: Operation, arguments: Sequence[Argument], module: Module, code_of: CodeOf) -> RuleCode:
    """The code of an operation's rules. `code_of` gives the error code of a fault. Those that cannot be broken, or name what is not there, come to nothing."""
    by_wire = {BODY if a.located == "body" else a.parameter.name: a for a in arguments}
    constants: list[Code] = []
    statements: list[Code] = []
    needs: set[str] = set()
    for rule in operation.rules:
        places = None if rule.kind is RuleKind.IGNORED_IF else places_of(operation, rule)
        if places is None or not (rule.when or rule.others) or _idle(rule, places):
            continue
        if any(place.steps for place in places.values()):
            sent = {n: module.sent_as(p, by_wire[p.argument].parameter.schema) for n, p in places.items()}
            member = _MemberRule(rule, operation, sent, by_wire, code_of)
            name = f"_RULE_{len(constants) + 1}"
            constants.append(member.constant(name))
            statements.append(member.statement(name))
            needs |= member.needs()
        else:
            statements += _statements(rule, by_wire, code_of)
            needs.add("broken")
    return RuleCode(tuple(constants), tuple(statements), frozenset(needs))


def _idle(rule: Rule, places: Mapping[str, Place]) -> bool:
    """Whether a rule demands what is required anyway: one problem would be told twice."""
    subject = places[rule.parameter]
    inside = shared(list(places.values())) == len(subject.steps) - 1
    return rule.kind is RuleKind.REQUIRED_IF and subject.required and (inside or not subject.steps)


def _fault(rule: Rule) -> Fault:
    """What breaking the rule amounts to at the parameter where it is told."""
    missing = rule.kind in (RuleKind.REQUIRED_IF, RuleKind.REQUIRES, RuleKind.ANY_OF)
    return Fault.MISSING if missing else Fault.INVALID


# ----------------------------------------------------------------------------- over arguments themselves


def _statements(rule: Rule, by_wire: Mapping[str, Argument], code_of: CodeOf) -> list[Code]:
    subject = by_wire[rule.parameter]
    others = [by_wire[name] for name in rule.others]
    when = [_condition(condition, by_wire) for condition in rule.when]
    absent, given = f"{subject.local} is UNSET", f"{subject.local} is not UNSET"
    match rule.kind:
        case RuleKind.REQUIRED_IF:
            broken = [(subject, [absent, *when])]
        case RuleKind.ONLY_IF:
            broken = [(subject, [given, f"not all(({', '.join(when)},))"])]
        case RuleKind.REQUIRES:
            broken = [(other, [given, f"{other.local} is UNSET"]) for other in others]
        case RuleKind.EXCLUSIVE:
            together = [subject, *others]
            broken = []
            for number, other in enumerate(others, 1):
                before = [f"{a.local} is not UNSET" for a in together[:number]]
                one = before[0] if len(before) == 1 else f"any(({', '.join(before)}))"
                broken.append((other, [one, f"{other.local} is not UNSET"]))
        case _:
            broken = [(subject, [absent, *(f"{other.local} is UNSET" for other in others)])]
    return [_statement(rule, argument, holds, code_of) for argument, holds in broken]


def _statement(rule: Rule, argument: Argument, holds: list[str], code_of: CodeOf) -> Code:
    code = code_of(argument.parameter.name, _fault(rule))
    items = ["found", argument.constant, literal(rule.kind.value), argument.local, literal(rule.says), literal(code)]
    call = bracketed("        broken(", items, ")", 2)
    line = f"    if {' and '.join(holds)}:"
    if width(line) <= WIDTH:
        return Code(f"{line}\n{call}")
    # A list keeps long conditions in a form that black leaves alone.
    return Code(f"{bracketed('    holds = [', holds, ']', 1)}\n    if all(holds):\n{call}")


def _condition(condition: Condition, by_wire: Mapping[str, Argument]) -> str:
    argument = by_wire[condition.parameter]
    name = argument.local
    if not condition.values:
        return f"{name} is UNSET" if condition.negated else f"{name} is not UNSET"
    values, default = _values(condition, argument.parameter.schema)
    listed = tuple_of([*(["UNSET"] if default else []), *(literal(value) for value in values)])
    return f"{name} {'not in' if condition.negated else 'in'} {listed}"


def _values(condition: Condition, schema: Schema) -> tuple[list[object], bool]:
    """The values in the type that they have in Python; and whether what is absent counts as one, by its default."""
    item = schema.items if schema.items is not None else schema
    values = [_typed(value, item) for value in condition.values]
    return values, schema.default is not None and schema.default in values


def _typed(value: str, schema: Schema) -> object:
    if schema.type == "boolean" and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if schema.type == "integer" and value.lstrip("-").isdigit():
        return int(value)
    return value


# --------------------------------------------------------------------------- over members of structures


class _MemberRule:
    """One rule with its places. `by_wire` has the arguments by name, the body as `BODY`."""

    def __init__(
        self,
        rule: Rule,
        operation: Operation,
        places: Mapping[str, Place],
        by_wire: Mapping[str, Argument],
        code_of: CodeOf,
    ) -> None:
        self.rule = rule
        self.operation = operation
        self.places = places
        self.code_of = code_of
        self.arguments = {place.argument: by_wire[place.argument] for place in places.values()}

    def needs(self) -> set[str]:
        each = any(None in place.steps for place in self.places.values())
        return {"MemberRule", "Place", *(["When"] if self.rule.when else []), *(["EACH"] if each else [])}

    def constant(self, name: str) -> Code:
        rule = self.rule
        items: list[str] = [literal(rule.kind.value), self._place(rule.parameter)]
        if rule.others:
            items.append(tuple_of([self._place(other) for other in rule.others], 1, head="others="))
        if rule.when:
            items.append(tuple_of([self._when(condition) for condition in rule.when], 1, head="when="))
        if length := shared(list(self.places.values())):
            items.append(f"shared={length}")
        if rule.says:
            items.append(f"says={literal(rule.says)}")
        code = self.code_of(self.places[rule.parameter].argument, _fault(rule))
        if code is not None and documented(self.operation, code):
            items.append(f"code={literal(code)}")
        return bracketed(f"{name} = MemberRule(", items, ")")

    def statement(self, name: str) -> Code:
        """A rule is asked only where one of its arguments was given, if it cannot be broken otherwise."""
        given = [f"{argument.constant}: {argument.local}" for argument in self.arguments.values()]
        names = [f"{argument.local} is not UNSET" for argument in self.arguments.values()]
        idle = self.rule.kind is RuleKind.ANY_OF or any(self._values(condition)[1] for condition in self.rule.when)
        guard = "" if idle else f"    if {' or '.join(names)}:"
        if not guard or width(guard) > WIDTH:
            return bracketed(f"    {name}.check(", [bracketed("{", given, "}", 2), "found"], ")", 1)
        call = bracketed(f"        {name}.check(", [bracketed("{", given, "}", 3), "found"], ")", 2)
        return Code(f"{guard}\n{call}")

    def _place(self, name: str) -> Code:
        place = self.places[name]
        steps = ["EACH" if step is None else literal(step) for step in place.steps]
        return bracketed("Place(", [self.arguments[place.argument].constant, *steps], ")", 2)

    def _when(self, condition: Condition) -> Code:
        items: list[str] = [self._place(condition.parameter)]
        if condition.values:
            values, default = self._values(condition)
            items.append(tuple_of([literal(value) for value in values], 3))
            items += ["default=True"] if default else []
        items += ["negated=True"] if condition.negated else []
        return bracketed("When(", items, ")", 2)

    def _values(self, condition: Condition) -> tuple[list[object], bool]:
        return _values(condition, self.places[condition.parameter].schema)


def documented(operation: Operation, code: str) -> bool:
    """Whether the operation's own table has the code."""
    return any(row.code == code for row in operation.errors)
