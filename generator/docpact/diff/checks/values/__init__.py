"""What a value may be: types, bounds, enums, defaults; in requests and in answers."""
