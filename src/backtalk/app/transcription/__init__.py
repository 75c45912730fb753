"""What would be heard in recordings: `backtalk hear`. Decides nothing a session would not."""
