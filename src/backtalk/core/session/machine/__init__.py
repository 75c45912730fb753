"""What may follow what: states, tables, guards, and what a session remembers."""
