"""What all detectors say, taken together: what stops, what is asked, what is a command."""
