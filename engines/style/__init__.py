"""Painting a photo in the manner of another picture: one pass (stylizer) or optimisation (optimiser)."""
