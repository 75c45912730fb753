"""A plan in time: where it stands, when each cue sounds, and the words of an exercise."""
