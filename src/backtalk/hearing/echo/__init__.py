"""The coach's own voice taken out of the microphone, and whoever speaks over it."""
