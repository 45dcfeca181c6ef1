"""What the operator says: imprint, privacy, accessibility, rules, funding. All editable."""
