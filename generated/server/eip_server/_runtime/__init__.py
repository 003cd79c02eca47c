"""What every server made by docpact shares: the wire, the checks, the answers. Nothing here knows an operation."""
