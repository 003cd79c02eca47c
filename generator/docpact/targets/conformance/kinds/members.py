"""Required members of structures, at every depth and in bodies too, each left out of a structure that is given."""

from __future__ import annotations

from collections.abc import Iterator

from docpact.contract.members import Place
from docpact.targets.conformance import spots
from docpact.targets.conformance.asking import Asking, in_second_item
from docpact.targets.conformance.documents import Unknown
from docpact.targets.conformance.draft import Case, Draft
from docpact.targets.conformance.outcomes import REFUSED
from docpact.targets.conformance.spots import Spot


def cases(draft: Draft) -> Iterator[Case]:
    """The cases of an operation."""
    for spot in spots.members(draft.operation):
        if not spot.required:
            continue
        holder, _, name = spot.name.rpartition(".")
        for label, words, place in _places(spot):
            asking = Asking(draft.operation)
            try:
                asking.put(place, "to be taken again, when all around it is there")
                asking.take(place)
                asking.stand(place.argument, place.steps[:-1], [place])
            except Unknown:
                continue
            yield draft.case(
                "required",
                f"{spot.name}.absent{label}",
                f"{words}{holder} without its {name}",
                [draft.parameter_quote(spot.parameter)],
                [draft.fact("rule", f"{spot.name}.required")],
                expect=[REFUSED],
                request=asking.request(),
            )


def _places(spot: Spot) -> Iterator[tuple[str, str, Place]]:
    yield "", "", spot.place
    later = in_second_item(spot.place)
    if later != spot.place:
        yield ".second-item", "one item after ", later
