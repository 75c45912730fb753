"""Whisper over the tree of all phrases, and the words of whole sentences."""
