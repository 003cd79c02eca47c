"""Where services are built: here, in processes of this machine, or on a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from docpact.building.inputs import ServiceInputs
from docpact.building.pool import Pool
from docpact.building.service import Built, build
from docpact.cache import Store
from docpact.config import Config

if TYPE_CHECKING:
    from docpact.building.project import Request


def run(config: Config, services: Sequence[ServiceInputs], store: Store, request: Request) -> Iterable[Built]:
    """The services built, in their order. One service uses all processes; several take one each. Raises ClusterError."""
    if request.scheduler is not None:
        from docpact.building import cluster

        return cluster.run(config, services, request.scheduler)
    if len(services) == 1:
        return [build(services[0], config.root, store, request.processes)]
    return Pool(request.processes).map(_One(config, store), services)


class _One:
    """Builds one of several services, in one process."""

    def __init__(self, config: Config, store: Store) -> None:
        self.config = config
        self.store = store

    def __call__(self, inputs: ServiceInputs) -> Built:
        return build(inputs, self.config.root, self.store, 1)
