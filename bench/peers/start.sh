#!/usr/bin/env bash
# Starts one PostgreSQL with durable defaults, and on it Formance, Blnk (with a Redis) and Interlock's local stack,
# each with 10,000 funded accounts, a pair, and a hot source. Takes some minutes the first time. A peer without a binary is left
# out.
set -euo pipefail
. "$(dirname "$0")/settings.sh"

start_postgres() {
  is_running postgres /postgres && return
  if [[ ! -f $PGDATA/PG_VERSION ]]; then
    mkdir -p "$PGDATA"
    [[ $(id -u) != 0 ]] || chown postgres: "$PGDATA"
    chmod 700 "$PGDATA"
    as_user "$PGBIN/initdb" -D "$PGDATA" -U postgres -A trust -E UTF8 --locale=C.UTF-8 > "$WORK/logs/initdb.log"
    cat >> "$PGDATA/postgresql.conf" << C
listen_addresses = '127.0.0.1'
port = $PGPORT
unix_socket_directories = '$PGDATA'
max_connections = 200
fsync = on
synchronous_commit = on
C
  fi
  (cd "$PGDATA" && as_user "$PGBIN/pg_ctl" -D "$PGDATA" -l "$PGDATA/log" -w start > /dev/null)
  head -1 "$PGDATA/postmaster.pid" > "$WORK/run/postgres.pid"
  local name
  for name in formance blnk interlock; do
    [[ $(psqlq -d postgres -c "SELECT 1 FROM pg_database WHERE datname = '$name'") == 1 ]] \
      || psqlq -d postgres -c "CREATE DATABASE $name"
  done
  echo "postgres: $(psqlq -d postgres -c "SELECT version()")"
}

start_formance() {
  is_running formance /ledger && return
  local uri="postgresql://postgres@127.0.0.1:$PGPORT/formance?sslmode=disable" options=(--auto-upgrade --audit-enabled=false --experimental-features) seed
  "$FORMANCE_BIN" migrate --postgres-uri "$uri" > "$WORK/logs/formance-migrate.log" 2>&1
  # The ledgers are created through a server without idle connections: a bucket's migration leaves a temporary table
  # in its session, so that the second one would fail on a pooled connection.
  "$FORMANCE_BIN" serve --bind 127.0.0.1:3069 --postgres-uri "$uri" "${options[@]}" > "$WORK/logs/formance-seed.log" 2>&1 < /dev/null &
  seed=$!
  await http://127.0.0.1:3069/_healthcheck
  CREATE_ONLY=1 URL=http://127.0.0.1:3069 python3 "$HERE/formance-seed.py"
  kill $seed
  wait $seed || true
  setsid nohup "$FORMANCE_BIN" serve --bind 127.0.0.1:3068 --postgres-uri "$uri" --postgres-max-open-conns 40 \
    --postgres-max-idle-conns 40 --postgres-conn-max-idle-time 5m "${options[@]}" > "$WORK/logs/formance.log" 2>&1 < /dev/null &
  echo $! > "$WORK/run/formance.pid"
  await $FORMANCE_URL/_healthcheck
  URL=$FORMANCE_URL python3 "$HERE/formance-seed.py"
}

# No worker: with skip_queue a transaction is applied before the answer.
start_blnk() {
  is_running blnk /blnk && return
  mkdir -p "$WORK/redis" "$WORK/blnk"
  setsid nohup redis-server --bind 127.0.0.1 --port $REDIS_PORT --dir "$WORK/redis" --daemonize no > "$WORK/logs/redis.log" 2>&1 < /dev/null &
  echo $! > "$WORK/run/redis.pid"
  cat > "$WORK/blnk/blnk.json" << C
{ "project_name": "bench", "enable_telemetry": false, "enable_observability": false,
  "data_source": { "dns": "postgres://postgres@127.0.0.1:$PGPORT/blnk?sslmode=disable" },
  "redis": { "dns": "127.0.0.1:$REDIS_PORT" },
  "server": { "port": "$BLNK_PORT", "secure": false } }
C
  cd "$WORK/blnk"
  "$BLNK_BIN" migrate up > "$WORK/logs/blnk-migrate.log" 2>&1
  setsid nohup "$BLNK_BIN" start > "$WORK/logs/blnk.log" 2>&1 < /dev/null &
  echo $! > "$WORK/run/blnk.pid"
  await $BLNK_URL/health
  URL=$BLNK_URL OUT="$WORK/blnk/balances.txt" python3 "$HERE/blnk-seed.py"
}

start_interlock() {
  is_running interlock /java && return
  cd "$HERE/../.."
  ./interlock --version > /dev/null # builds what is stale
  setsid nohup ./interlock start --database "postgresql://postgres@127.0.0.1:$PGPORT/interlock" --environments 8 --port 3300 \
    --data "$WORK/interlock" > "$WORK/logs/interlock.log" 2>&1 < /dev/null &
  echo $! > "$WORK/run/interlock.pid"
  await $INTERLOCK_URL/.well-known/jwks.json
  if [[ $(psqlq -d interlock -c "SELECT count(*) FROM permission WHERE principal = 'load'") == 0 ]]; then
    psqlq -d interlock -f "$HERE/interlock-seed.sql"
  fi
  ./interlock token load --expires-in 12h --port 3300 --data "$WORK/interlock" > "$WORK/run/token"
}

start_postgres
if [[ -x $FORMANCE_BIN ]]; then start_formance; else echo "without Formance: there is no $FORMANCE_BIN"; fi
if [[ -x $BLNK_BIN ]]; then (start_blnk); else echo "without Blnk: there is no $BLNK_BIN"; fi
start_interlock
for name in formance blnk interlock; do psqlq -d $name -c "VACUUM (ANALYZE)"; done
echo "ready"
