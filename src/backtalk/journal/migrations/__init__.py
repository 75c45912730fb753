"""The numbered steps that bring a journal up to date, each in a file of its own: 001 and onward.

A step that was shipped is never changed; what is new gets a new number.
"""
