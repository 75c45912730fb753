"""What to train: from profile and history to a plan. Knows model and dialogue, never session."""
