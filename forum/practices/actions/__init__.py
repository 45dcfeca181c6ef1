"""What can be done with experience reports; one import path."""

from forum.practices.actions.adopt import adopt, change_adoption, remove_adoption

__all__ = ["adopt", "change_adoption", "remove_adoption"]
