"""The same session against a simulated room, faster than real time."""
