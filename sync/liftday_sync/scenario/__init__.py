"""Scenarios: one moment of one runner's life in a file."""
