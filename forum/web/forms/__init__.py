"""Forms: they check the shape of what was sent; what it means is checked in the actions."""
