"""What exercises are called in other languages: ``English = phrase, phrase`` a line, and idle words."""
