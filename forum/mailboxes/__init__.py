"""Whether letters reach an account: what came back, and when sending pauses because of it."""
