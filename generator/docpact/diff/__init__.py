"""What changed between two contracts, in the words of those who call the service.

`compare` walks two contracts side by side (`walker`), shows each pair of counterparts to the checks that care
for it (`checks`, one small file each) and gives `Change` values: what kind, how much it matters to callers, one
sentence, and both places. Renames and moves are found first (`matching`), so that each is one change.
"""
