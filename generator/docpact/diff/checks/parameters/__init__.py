"""Request parameters that came, went or are described differently."""
