"""End-to-end tests: whole sessions in a simulated room, with the real ears and the real voice."""
