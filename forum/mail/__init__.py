"""The mail adapter: composing letters, handing them to the SMTP server, the development outbox."""
