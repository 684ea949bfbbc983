"""Measurements of the engine against what a user could install instead. Not needed to run the app."""
