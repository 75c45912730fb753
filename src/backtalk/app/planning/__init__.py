"""What is due and what a session begins with, from settings, profile and journal."""
