"""How the spotter learns the voice of one person."""
