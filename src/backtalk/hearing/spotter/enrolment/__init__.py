"""How the spotter learns the voice of one person; the spotter does not know this folder."""
