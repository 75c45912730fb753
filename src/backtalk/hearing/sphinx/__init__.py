"""The recogniser built on pocketsphinx, behind the port `Recogniser`; knows acoustics only."""
