"""A session while it runs: conductor, live loop, keys, terminal screen."""
