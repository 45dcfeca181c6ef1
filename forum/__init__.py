"""Quartiersforum: a forum and messaging hub for communities of practice.

The package is a house with floors; imports go down only (import-linter checks it):

- ``cli``, ``app``, ``wiring``: commands, the one composition root, who listens to which event
- ``web``, ``mail``: adapters to the outside; they never import each other
- ``jobs``, ``extensions``: the relay, the queue, the schedule; the transaction
- ``threads``, ``channels``, ``accounts``: the features
- ``kernel``, ``settings``: what everything stands on
"""
