"""All detectors together: what stops, what is asked, what is a command; knows every folder."""
