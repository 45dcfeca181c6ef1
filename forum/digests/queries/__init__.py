"""Reading orders, letters and what their editors write."""
