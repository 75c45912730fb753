"""What would be heard in recordings: `backtalk hear`."""
