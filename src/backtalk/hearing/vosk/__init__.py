"""The recogniser built on Vosk, behind the port `Recogniser`; knows no other folder."""
