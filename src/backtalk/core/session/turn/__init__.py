"""One turn: what an event leads to, what a trigger does, and what begins in a state."""
