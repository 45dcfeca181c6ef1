"""Makers of real rows with the fewest fields a test must name."""
