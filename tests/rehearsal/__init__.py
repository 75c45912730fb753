"""End-to-end tests: whole sessions in a simulated room, with real recognisers and a real voice."""
