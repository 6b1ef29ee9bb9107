#!/usr/bin/env bash
# Three interleaved rounds of all loads on all peers, about 17 minutes; the results go to target/results.txt too.
set -euo pipefail
. "$(dirname "$0")/settings.sh"
load() {
  case $1 in
    formance-*) is_running formance /ledger || return 0 ;;
    blnk) is_running blnk /blnk || return 0 ;;
  esac
  "$HERE/load.sh" "$@"
}

# Warm-up: a new JVM compiles for a while. The others get the same.
for peer in interlock formance-default formance-minimal blnk; do load $peer 10 random random > /dev/null; done
for round in 1 2 3; do
  echo "# round $round, load average $(cut -d' ' -f1 /proc/loadavg)"
  load formance-default 10 one random hot pair
  load formance-minimal 10 one random hot
  load blnk 10 one random hot pair
  load interlock 10 one random hot pair sale
done | tee "$WORK/results.txt"
