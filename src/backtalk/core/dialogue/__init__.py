"""One conversation a file: what is asked, and what an answer leads to. Knows the model only."""
