"""Where sound happens: a real sound card or a simulated room."""
