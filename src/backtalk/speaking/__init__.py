"""From text to the loudspeaker: rendering, caching and playing."""
