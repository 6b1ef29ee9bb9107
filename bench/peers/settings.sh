# Settings of all scripts here (sourced). Everything they write is below target/.
export HERE
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export WORK=$HERE/target
FORMANCE_BIN=${FORMANCE_BIN:-$WORK/bin/ledger}
BLNK_BIN=${BLNK_BIN:-$WORK/bin/blnk}
PGBIN=$(pg_config --bindir)
PGDATA=$WORK/postgres
export PGPORT=55432 REDIS_PORT=56379
FORMANCE_URL=http://127.0.0.1:3068
BLNK_PORT=5001
BLNK_URL=http://127.0.0.1:$BLNK_PORT
INTERLOCK_URL=http://127.0.0.1:3300
export ACCOUNTS=10000 FUND=1000000000 # minor units that each account starts with
mkdir -p "$WORK/run" "$WORK/logs"

psqlq() { "$PGBIN/psql" -h 127.0.0.1 -p $PGPORT -U postgres -v ON_ERROR_STOP=1 -qAtX "$@"; }

# is_running NAME EXECUTABLE: whether the recorded process runs and is still that program.
is_running() {
  local pid
  pid=$(cat "$WORK/run/$1.pid" 2>/dev/null) && [[ -n $pid && "$(readlink -f "/proc/$pid/exe" 2>/dev/null)" == *"$2"* ]]
}

# as_user COMMAND...: PostgreSQL refuses to run as root.
as_user() {
  if [[ $(id -u) == 0 ]]; then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi
}

await() {
  local i
  for i in $(seq 600); do curl -fsS -o /dev/null "$1" 2>/dev/null && return 0; sleep 0.1; done
  echo "no answer from $1" >&2
  return 1
}
