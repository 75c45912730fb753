"""The exercises and routines that come with Backtalk, and the reader for one's own."""
