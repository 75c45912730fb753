"""From the microphone to words: recognisers and the listener around them."""
