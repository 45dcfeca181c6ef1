"""How the exchange is doing, in figures that name nobody."""
