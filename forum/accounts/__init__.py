"""Who: accounts, actors, organisations, cities, and the ways in: applications and invitations."""
