-- Interlock: POST /transfers, or POST /stock-decrements of one SKU (MODE = sale), with a new key each.
dofile(os.getenv("HERE") .. "/requests/common.lua")
H["Authorization"] = "Bearer " .. os.getenv("TOKEN")
local named = { hot = 1, a = 2, b = 3 }
local function id(x)
  if named[x] then return string.format("c0000000-0000-4000-8000-%012d", named[x]) end
  return string.format("d0000000-0000-4000-8000-%012d", x)
end
function request()
  if MODE == "sale" then
    H["Idempotency-Key"] = key()
    return wrk.format("POST", "/stock-decrements", H,
      '{"location":"c0000000-0000-4000-8000-000000000004","lines":[{"sku":"SALE","quantity":1}]}')
  end
  local s, d = pick()
  H["Idempotency-Key"] = key()
  return wrk.format("POST", "/transfers", H,
    '{"from":"' .. id(s) .. '","to":"' .. id(d) .. '","amount":1,"currency":"EUR"}')
end
