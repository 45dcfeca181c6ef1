"""What the link at the end of a letter ends: exactly what the letter came for, and nothing else."""

import re
from dataclasses import dataclass

from forum.kernel.errors import NotFound
from forum.notifications.kinds import Kind

# What the hub signs it for.
PURPOSE = "end_mail"
_SHAPE = re.compile(r"(\d{1,18})((?:[ ](?:kind|channel|thread|list|chat):[a-z0-9_:]{1,40})+)")


@dataclass(frozen=True, slots=True)
class Ending:
    """Whose letters, and which of them; kept in the address of the link, signed."""

    account_id: int
    kinds: tuple[Kind, ...] = ()
    """No more letters of these kinds."""
    channels: tuple[int, ...] = ()
    """No more letters of these channels, for which letters were chosen."""
    thread_id: int | None = None
    """Nothing more of this thread."""
    lists: tuple[str, ...] = ()
    """No more of these regular letters, named as their orders are: "weekly", "channel:7"."""
    chat: bool = False
    """No more letters about what was missed in chat."""
    hours: bool = False
    """No more letters about chat hours."""

    def text(self) -> str:
        """Return it as one line, to be signed."""
        parts = [str(self.account_id)]
        parts += [f"kind:{kind.value}" for kind in self.kinds]
        parts += [f"channel:{channel_id}" for channel_id in self.channels]
        if self.thread_id is not None:
            parts.append(f"thread:{self.thread_id}")
        parts += [f"list:{key}" for key in self.lists]
        parts += ["chat:missed"] if self.chat else []
        parts += ["chat:hours"] if self.hours else []
        return " ".join(parts)

    @classmethod
    def read(cls, text: str) -> "Ending":
        """Read it back. Raises ``NotFound("link")`` for what this version cannot read."""
        shape = _SHAPE.fullmatch(text)
        if shape is None:
            raise NotFound("link")
        parts = [part.split(":", 1) for part in shape[2].split()]
        threads = [int(value) for name, value in parts if name == "thread"]
        known = set(Kind)
        return cls(
            account_id=int(shape[1]),
            kinds=tuple(Kind(value) for name, value in parts if name == "kind" and value in known),
            channels=tuple(int(value) for name, value in parts if name == "channel"),
            thread_id=threads[0] if threads else None,
            lists=tuple(value for name, value in parts if name == "list"),
            chat=["chat", "missed"] in parts,
            hours=["chat", "hours"] in parts,
        )
