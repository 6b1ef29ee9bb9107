#!/usr/bin/env bash
# load.sh PEER SECONDS LOAD...: PEER is formance-default, formance-minimal, blnk or interlock. A LOAD is
#   one    1 connection, random accounts      random 8 connections, random accounts
#   pair   8 connections, one pair both ways  hot    8 connections, one source, random destinations
#   sale   8 connections, one SKU, of Interlock only
# Prints a line for each load. Only answers of 2xx count; new transactions, answers and distinct keys must agree in the database.
set -euo pipefail
. "$(dirname "$0")/settings.sh"
PEER=$1
SECONDS_LONG=$2
shift 2
export LEDGER=${PEER#formance-} TOKEN
TOKEN=$(cat "$WORK/run/token" 2> /dev/null || true)
case $PEER in
  formance-*) url=$FORMANCE_URL script=formance drain=12
    new() { psqlq -d formance -c "SELECT count(*) FROM \"b$LEDGER\".transactions WHERE ledger = '$LEDGER'"; }
    keys() { psqlq -d formance -c "SELECT count(DISTINCT idempotency_key) FROM \"b$LEDGER\".logs WHERE ledger = '$LEDGER' AND idempotency_key LIKE '$RUN-%'"; }
    sum() { psqlq -d formance -c "SELECT sum(input - output) FROM \"b$LEDGER\".accounts_volumes WHERE ledger = '$LEDGER' AND accounts_address <> 'world'"; } ;;
  blnk) url=$BLNK_URL script=blnk drain=5
    new() { psqlq -d blnk -c "SELECT count(*) FROM blnk.transactions WHERE status = 'APPLIED'"; }
    keys() { psqlq -d blnk -c "SELECT count(DISTINCT reference) FROM blnk.transactions WHERE reference LIKE '$RUN-%'"; }
    sum() { psqlq -d blnk -c "SELECT sum(balance) FROM blnk.balances WHERE coalesce(indicator, '') = ''"; } ;;
  interlock) url=$INTERLOCK_URL script=interlock drain=6
    new() { psqlq -d interlock -c "SELECT (SELECT count(*) / 2 FROM account_entry WHERE transfer_id IS NOT NULL)
      + (SELECT count(*) FROM stock_entry WHERE decrement_id IS NOT NULL)"; }
    keys() { psqlq -d interlock -c "SELECT count(*) FROM idempotency WHERE caller = 'load' AND verdict = 'accepted' AND idempotency_key LIKE '$RUN-%'"; }
    sum() { psqlq -d interlock -c "SELECT sum(balance) FROM account WHERE id::text ~ '^[cd]0000000'"; } ;;
  *) echo "no such peer: $PEER" >&2; exit 2 ;;
esac
send() { # SECONDS CONNECTIONS
  SEC=$1 wrk -t"$2" -c"$2" -d$(($1 + drain))s --timeout 60s -s "$HERE/requests/$script.lua" $url
}
for load in "$@"; do
  connections=8 MODE=$load
  case $load in one) connections=1 MODE=rand ;; random) MODE=rand ;; esac
  export MODE
  # Requests that a client gave up leave Blnk's locks in Redis for minutes.
  [[ $PEER != blnk ]] || redis-cli -p $REDIS_PORT --scan --pattern 'bln_*' | xargs -r redis-cli -p $REDIS_PORT del > /dev/null
  [[ $load == pair ]] || RUN="w$(date +%s%N)" send 2 $connections > /dev/null
  total=$(sum) before=$(new) RUN="r$(date +%s%N)"
  export RUN
  out=$(send "$SECONDS_LONG" $connections)
  sleep 1
  made=$(($(new) - before)) answered=$(sed -n 's/^RESULT .* n2xx=\([0-9]*\).*/\1/p' <<< "$out")
  verdict=agree
  [[ $made == "$answered" && $(keys) == "$made" && $(sum) == "$total" ]] || verdict="DIFFER (new $made, keys $(keys), sum $(sum))"
  echo "$PEER $load $(sed -n 's/^RESULT //p' <<< "$out") database: $verdict"
  grep '^SAMPLE' <<< "$out" || true
done
