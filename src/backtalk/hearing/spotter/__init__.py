"""The detector of stop words by their sound alone, and its networks; knows acoustics only."""
