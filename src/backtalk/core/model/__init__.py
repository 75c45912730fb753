"""Frozen data that every other room of the core passes around; it knows nothing of them."""
