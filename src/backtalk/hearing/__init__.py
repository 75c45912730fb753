"""From the microphone to words.

Each folder knows the port, `detection` and acoustics; only fusion knows the other folders.
"""
