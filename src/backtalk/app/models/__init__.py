"""The index of Vosk models, their download and unpacking."""
