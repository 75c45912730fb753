"""Levels of a block of sound: noise floor, gate, cry, denoiser, microphone watchdog."""
