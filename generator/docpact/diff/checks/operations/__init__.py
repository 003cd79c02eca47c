"""Operations that came, went or are described differently."""
