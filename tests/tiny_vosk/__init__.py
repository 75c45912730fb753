"""A Vosk model for tests, built from synthetic speech: small, but in the real file formats.

It exercises the real libvosk (loading, grammars, partial results, endpoints) without a download.
It knows the words of `words.WORDS` as espeak-ng says them, and nothing else: it is a test fixture
and no more. People's voices are beyond it.

`python -m tests.tiny_vosk FOLDER` builds `FOLDER/tiny` and `FOLDER/early`.
"""
