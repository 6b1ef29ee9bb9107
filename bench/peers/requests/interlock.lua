dofile(os.getenv("HERE") .. "/requests/common.lua")
H["Authorization"] = "Bearer " .. os.getenv("TOKEN")
local function uid(x)
  if x == "hot" then return "c0000000-0000-4000-8000-000000000001" elseif x == "a" then return "c0000000-0000-4000-8000-000000000002" elseif x == "b" then return "c0000000-0000-4000-8000-000000000003" end
  return string.format("d0000000-0000-4000-8000-%012d", x)
end
function request()
  local s, d = pick()
  H["Idempotency-Key"] = key()
  return wrk.format("POST", "/transfers", H, '{"from":"' .. uid(s) .. '","to":"' .. uid(d) .. '","amount":1,"currency":"EUR"}')
end
