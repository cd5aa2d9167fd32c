"""Vendors' own descriptions of their APIs, and what of our requests does not fit them. Needs `jsonschema`."""
