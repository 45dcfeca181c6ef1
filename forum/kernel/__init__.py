"""The ground floor: rows, time, ids, errors, verdicts, events and markup. Knows no Flask."""
