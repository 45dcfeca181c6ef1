"""The one way out: whatever the hub itself fetches from addresses that people have written.

A reader's browser fetches nothing of it, and nothing is fetched from inside the operator's network.
"""
