-- Formance Ledger v2: POST /v2/LEDGER/transactions, Idempotency-Key per request, no overdraft.
dofile(os.getenv("HERE") .. "/requests/common.lua")
local LEDGER = os.getenv("LEDGER") or "default"
local PATH = "/v2/" .. LEDGER .. "/transactions"
local function acc(x)
  if x == "hot" then return "hot:src" elseif x == "a" or x == "b" then return "pair:" .. x end
  return string.format("users:%05d", x)
end
function request()
  local s, d = pick()
  H["Idempotency-Key"] = key()
  local b = '{"postings":[{"source":"' .. acc(s) .. '","destination":"' .. acc(d) .. '","amount":1,"asset":"USD/2"}]}'
  return wrk.format("POST", PATH, H, b)
end
