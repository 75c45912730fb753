"""Tests of Backtalk: each name is a sentence about behaviour."""
