"""The program: wiring, the main loop, the command line."""
