"""A real Vosk model for tests: a small Korean one, taken for an English one.

Real models differ from the tiny one of `tests.tiny_vosk` in size, file formats, i-vectors and the
name of the unknown word. This one comes as a package of the development dependencies; nobody states
a licence, so it is only read where it lies and never copied into the project. The grammar's symbol
tables are rewritten, so that Korean words answer to English names; how they sound stays Korean.
So a test may ask whether the whole path works, and never whether a word is recognised. Its <UNK>
is heard where a grammar holds nothing else; beside 'stop', 'pain' and 'continue' it was the best
guess for none of sixteen English utterances, so what results call it is for the tiny model to show.
"""
