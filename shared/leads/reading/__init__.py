"""How tables are read: from bytes to characters, lines, records and columns, whatever wrote them."""
