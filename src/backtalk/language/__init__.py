"""What the coach says and what it understands, one folder a language."""
