# shellcheck shell=bash
# What bin/setup, bin/test and bin/with-postgres share. Sourced, never run.

# Prints the newest PostgreSQL server's program folder, or fails. Debian keeps it off the PATH.
postgres_programs() {
    local newest
    newest=$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
    [ -n "$newest" ] || newest=$(command -v initdb) || return 1
    dirname "$(readlink -f "$newest")"
}

# Prints where a Chromium is, or fails.
chromium_program() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

# Runs a command in a process group of its own and hands INT, TERM and HUP on to all of it, so that nothing outlives
# the script: neither a test binary under cargo nor a database server.
in_group() {
    local group status
    set -m
    "$@" </dev/null &
    group=$!
    set +m
    # shellcheck disable=SC2064 # the group is known now
    trap "interrupted=yes; kill -TERM -- -$group 2>/dev/null" INT TERM HUP
    interrupted=
    wait "$group"
    status=$?
    while kill -0 "$group" 2>/dev/null; do
        wait "$group"
        status=$?
    done
    trap - INT TERM HUP
    [ -z "$interrupted" ] || status=130
    return "$status"
}
