"""The ground floor: rows, time, ids, errors, verdicts, events, paging and markup. Knows no Flask."""
