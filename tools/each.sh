#!/usr/bin/env bash
# Run each of the given commands, whatever the others say; name those that failed.
set -u
failed=()
for command in "$@"; do
    name=${command#*.venv/bin/}
    name=${name#python -m flask --app wsgi }
    echo "· ${name#python }"
    output=$($command 2>&1) || { failed+=("$name"); echo "$output"; }
done
if ((${#failed[@]})); then
    echo
    printf 'Failed: %s\n' "${failed[@]}"
    exit 1
fi
echo "No faults found."
