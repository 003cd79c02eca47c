"""The contract: its model, its file form, and the overlay that corrects it. Imports nothing else of ours."""
