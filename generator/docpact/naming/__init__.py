"""Names: wire names are split into words, words become names in a language's habit, scopes keep them apart."""
