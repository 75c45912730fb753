"""The streaming detector of the stop class: small networks on the sound alone."""
