"""Rules over several parameters."""
