"""Building the spotter's head: voices, texts, examples and figures. Not part of the package."""
