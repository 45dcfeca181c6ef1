"""Who: accounts (logins), actors (public identities), organisations, cities, invitations, consents."""
