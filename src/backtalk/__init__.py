"""Backtalk: a voice coach for lower-back exercises that stops the moment you say it hurts."""
