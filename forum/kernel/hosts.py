"""Names of hosts as they go over the line."""

import idna


def host_in_ascii(host: str) -> str:
    """Return the name as registries know it today (IDNA 2008, read as UTS 46 says).

    What Python brings itself knows the rules of 2003 and turns ``straße.de`` into another name.
    Raises `ValueError` for what can be no name.
    """
    if host.isascii():  # names with "_" are none of a registry's, and there are such hosts
        return host.encode("idna").decode("ascii")
    return idna.encode(host, uts46=True).decode("ascii")
