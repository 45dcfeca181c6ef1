"""Peer consultation: one brings a case, others advise in phases; later nothing of it is left."""
