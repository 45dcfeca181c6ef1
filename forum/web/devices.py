"""Which browser signs in, in two words: enough to recognise one's own, too little to track by."""

# Order matters: Edge and Opera also call themselves Chrome, and Chrome also calls itself Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_of(said: str) -> str:
    """Return for example "Firefox · Windows"; "" where the browser does not say."""
    words = [
        next((name for sign, name in known if sign in said), "") for known in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(word for word in words if word)
