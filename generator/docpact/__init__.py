"""docpact: API reference pages become a contract, and the contract becomes everything else."""

__version__ = "0.1.0"
