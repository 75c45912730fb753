"""Training chooses what it says it does."""
