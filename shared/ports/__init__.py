"""What we ask of the cloud, as protocols. The contract tests in `tests/contract` are their true text."""
