"""The coach's own voice taken out of the microphone, and voices over it; knows acoustics only."""
