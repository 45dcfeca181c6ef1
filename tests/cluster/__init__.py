"""The hub as `deploy/` sets it up: nginx, Redis, PostgreSQL, several processes, and their ends."""
