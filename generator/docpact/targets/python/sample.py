"""A call of each operation, for documentation: the names are those of the generated package."""

from __future__ import annotations

from collections.abc import Mapping

from docpact.contract.model import Operation, Schema
from docpact.targets.python.arguments import Argument, arguments_of
from docpact.targets.python.enums import Enums
from docpact.targets.python.named import Named
from docpact.targets.python.operation import module_of
from docpact.targets.python.types import Module
from docpact.targets.samples import CallSample, Imports, Shape, Slot


class PythonSamples:
    """Gives the sample of an operation. `named` has the names of the package by operation."""

    def __init__(self, package: str, enums: Enums, named: Mapping[str, Named]) -> None:
        self._package = package
        self._enums = enums
        self._named = named

    def __call__(self, operation: Operation) -> CallSample:
        """The call of an operation of the contract."""
        module, _ = module_of(operation, self._enums)
        arguments = arguments_of(operation, module)
        named = self._named[operation.name]
        package = self._package
        enums = sorted({str(enum.name) for enum in self._enums.all})
        structs = tuple(sorted(str(shape.name) for shape in module.structs.values()))
        return CallSample(
            label="Python",
            language="python",
            imports=(
                Imports(template=f"from {package} import %", always=("Client",), names=(*enums, "unchecked")),
                Imports(template=f"from {package}.operations.{named.module} import %", names=structs),
            ),
            before="client = Client()  # keys: environment or profile",
            before_elsewhere="client = Client(endpoint=%)  # keys: environment or profile",
            before_trial="client = Client(access_key_id=%, access_key_secret=%, endpoint=%)",
            opening=f"result = client.{named.function}(",
            arguments=tuple(self._slot(argument, module) for argument in arguments),
            after="print(result.meta.request_id)",
            true="True",
            false="False",
            null="None",
        )

    def _slot(self, argument: Argument, module: Module) -> Slot:
        shape = self._shape(argument.parameter.schema, module)
        return Slot(wire=argument.parameter.name, before=f"{argument.name}=", shape=shape)

    def _shape(self, schema: Schema, module: Module) -> Shape:
        enum = self._enums.of(schema)
        if schema.json is not None:
            return Shape()
        if enum is not None:
            words = {value: f"{enum.name}.{member}" for value, member in enum.members.items()}
            return Shape(words=words, other="unchecked(%)")
        if schema.type == "array":
            return Shape(item=self._shape(schema.items or Schema(type="string"), module))
        struct = module.structs.get(id(schema))
        if struct is None:
            return Shape()
        fields = tuple(
            Slot(wire=field.path[0], before=f"{field.name}=", shape=self._shape(field.schema, module))
            for field in struct.fields
        )
        return Shape(fields=fields, opening=f"{struct.name}(", closing=")")
