"""From the public package with Whisper tiny.en to the file that Backtalk ships."""
