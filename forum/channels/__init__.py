"""Where: themes, channels, memberships, audiences, and the programme that brings them."""
