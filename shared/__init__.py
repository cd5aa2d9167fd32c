"""The rooms of the house; `docs/decisions/0001-floors.md` says who may import whom."""
