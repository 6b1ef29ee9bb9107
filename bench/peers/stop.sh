#!/usr/bin/env bash
# Ends what start.sh started.
. "$(dirname "$0")/settings.sh"
end() { # NAME EXECUTABLE SIGNAL
  if is_running "$1" "$2"; then
    local pid i
    pid=$(cat "$WORK/run/$1.pid")
    kill "-$3" "$pid"
    for i in $(seq 300); do is_running "$1" "$2" || break; sleep 0.1; done
    if is_running "$1" "$2"; then echo "$1 ($pid) still runs" >&2; fi
  fi
  rm -f "$WORK/run/$1.pid"
}
end interlock /java TERM
end blnk /blnk TERM
end redis /redis TERM
end formance /ledger TERM
end postgres /postgres INT
