"""One run through a plan in time: the state machine, its tables, its pacing."""
