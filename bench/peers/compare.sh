#!/usr/bin/env bash
# Three interleaved rounds of all loads on all peers, about 17 minutes; the results go to target/results.txt too.
set -euo pipefail
. "$(dirname "$0")/settings.sh"
# Compilers of a new JVM need a while. The others do not, but get the same.
for peer in interlock formance-default formance-minimal blnk; do "$HERE/load.sh" $peer 10 random > /dev/null; done
for round in 1 2 3; do
  echo "# round $round, load $(cut -d' ' -f1 /proc/loadavg)"
  "$HERE/load.sh" formance-default 10 one random hot pair
  "$HERE/load.sh" formance-minimal 10 one random hot
  "$HERE/load.sh" blnk 10 one random hot pair
  "$HERE/load.sh" interlock 10 one random hot pair
done | tee "$WORK/results.txt"
