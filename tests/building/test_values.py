"""Values keep what they are through bytes, and bytes from a stranger make nothing but an error."""

import pickle

import pytest

from docpact.building import values
from docpact.contract.model import Layout, Operation, Parameter, Schema, Style


def test_values_come_back_as_they_were():
    operation = Operation(
        name="A", style=Style.REST, parameters=(Parameter(name="P", layout=Layout.REPEAT, schema=Schema(enum=("a",))),)
    )
    assert values.loads(values.dumps(operation)) == operation


class _AsOlderPythonsDo:
    """Pickled as Python 3.11.2 pickles a member of an enum."""

    def __reduce__(self):
        return getattr, (Layout, "REPEAT")


class _Stranger:
    def __init__(self, *call):
        self.call = call

    def __reduce__(self):
        return self.call[0], self.call[1:]


def test_members_of_enums_come_back_however_the_running_python_pickles_them():
    assert values.loads(pickle.dumps(_AsOlderPythonsDo(), protocol=5)) is Layout.REPEAT


@pytest.mark.parametrize(
    "value", [_Stranger(eval, "1"), _Stranger(getattr, Schema, "walk"), _Stranger(getattr, "", "format"), print]
)
def test_bytes_from_a_stranger_are_refused(value):
    with pytest.raises(values.UnknownValue):
        values.loads(pickle.dumps(value, protocol=5))
