-- Blnk: POST /transactions with skip_queue (applied before the answer), a unique reference per request, no overdraft.
dofile(os.getenv("HERE") .. "/requests/common.lua")
local ids = {}
for l in io.lines(os.getenv("WORK") .. "/blnk/balances.txt") do
  local k, v = l:match("^(%S+) (%S+)$")
  ids[tonumber(k) or k] = v
end
function request()
  local s, d = pick()
  return wrk.format("POST", "/transactions", H,
    '{"precise_amount":1,"precision":100,"currency":"USD","description":"t","skip_queue":true,"allow_overdraft":false,"reference":"' .. key() ..
    '","source":"' .. ids[s] .. '","destination":"' .. ids[d] .. '"}')
end
