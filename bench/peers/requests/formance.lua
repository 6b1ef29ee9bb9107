-- Formance Ledger v2: POST /v2/LEDGER/transactions, Idempotency-Key per request, no overdraft.
-- FORM = postings (default) | numscript
dofile(os.getenv("HERE") .. "/requests/common.lua")
local LEDGER = os.getenv("LEDGER") or "default"
local FORM = os.getenv("FORM") or "postings"
local PATH = "/v2/" .. LEDGER .. "/transactions"
local SCRIPT = "vars {\\naccount $s\\naccount $d\\nmonetary $m\\n}\\nsend $m (\\nsource = $s\\ndestination = $d\\n)"
local function acc(x)
  if x == "hot" then return "hot:src" elseif x == "a" or x == "b" then return "pair:" .. x end
  return string.format("users:%05d", x)
end
function request()
  local s, d = pick()
  H["Idempotency-Key"] = key()
  local b
  if FORM == "postings" then
    b = '{"postings":[{"source":"' .. acc(s) .. '","destination":"' .. acc(d) .. '","amount":1,"asset":"USD/2"}]}'
  else
    b = '{"script":{"plain":"' .. SCRIPT .. '","vars":{"s":"' .. acc(s) .. '","d":"' .. acc(d) .. '","m":"USD/2 1"}}}'
  end
  return wrk.format("POST", PATH, H, b)
end
