"""Threads and posts, their former texts, drafts, and how far somebody has read."""

from forum.threads.models.post import Post, Revision
from forum.threads.models.reader import Draft, ReadMark
from forum.threads.models.thread import Placement, Thread

__all__ = ["Draft", "Placement", "Post", "ReadMark", "Revision", "Thread"]
