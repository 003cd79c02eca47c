"""From pages to the contract: which table means what, and what the sentences in its cells state."""
