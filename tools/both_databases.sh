#!/usr/bin/env bash
# Run the given pytest command on SQLite and on PostgreSQL, also when the first run fails.
set -u
status=0
for database in sqlite postgresql; do
    echo "· Tests on $database"
    "$@" --database="$database" || status=$?
done
exit "$status"
