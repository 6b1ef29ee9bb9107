# What a second request with the same key gets, what an overdraft gets, what an abandoned request leaves (smoke probes).
import os, http.client, json, random, socket, subprocess, sys, threading, time, uuid
def req(port, path, body, headers={}):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    c.request("POST", path, json.dumps(body), {"Content-Type": "application/json", **headers})
    r = c.getresponse(); b = r.read().decode(); h = r.getheader("Idempotency-Hit"); c.close()
    return f"{r.status}" + (f" Idempotency-Hit={h}" if h else "") + " " + b[:170].replace("\n", " ")
def abandon(port, path, body, headers, after):
    b = json.dumps(body).encode(); s = socket.create_connection(("127.0.0.1", port))
    s.sendall((f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(b)}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items()) + "\r\n").encode() + b)
    time.sleep(after); s.close()
if sys.argv[1] == "formance":
    P = "/v2/default/transactions"
    def body(s, d, n): return {"postings": [{"source": s, "destination": d, "amount": n, "asset": "USD/2"}]}
    k = {"Idempotency-Key": str(uuid.uuid4())}
    print("first            ", req(3068, P, body("users:00001", "users:00002", 1), k))
    print("same key, same   ", req(3068, P, body("users:00001", "users:00002", 1), k))
    print("same key, other  ", req(3068, P, body("users:00001", "users:00002", 2), k))
    k = {"Idempotency-Key": str(uuid.uuid4())}; e = "empty:" + k["Idempotency-Key"][:8]
    print("overdraft        ", req(3068, P, body(e, "users:00002", 5), k))
    print("funding it       ", req(3068, P, body("users:00001", e, 5), {"Idempotency-Key": str(uuid.uuid4())})[:30])
    print("overdraft, again ", req(3068, P, body(e, "users:00002", 5), k)[:60])
    k = {"Idempotency-Key": str(uuid.uuid4())}; out = []
    ts = [threading.Thread(target=lambda i=i: out.append(req(3068, P, body("users:00001", "users:00002", 1), k)[:24])) for i in range(6)]
    [t.start() for t in ts]; [t.join() for t in ts]; print("6 at once, 1 key ", sorted(out))
else:
    ids = dict(l.split() for l in open(os.environ["WORK"] + "/blnk/balances.txt")); P = "/transactions"
    def body(s, d, n, ref): return {"precise_amount": n, "precision": 100, "currency": "USD", "description": "t", "skip_queue": True, "reference": ref, "source": ids[s], "destination": ids[d]}
    r = str(uuid.uuid4())
    print("first            ", req(5001, P, body("1", "2", 1, r))[:60])
    print("same ref, same   ", req(5001, P, body("1", "2", 1, r)))
    print("same ref, other  ", req(5001, P, body("1", "2", 2, r)))
    print("overdraft        ", req(5001, P, body("1", "2", 10**15, str(uuid.uuid4()))))
    r = str(uuid.uuid4()); out = []
    ts = [threading.Thread(target=lambda i=i: out.append(req(5001, P, body(str(10 + i), str(20 + i), 1, r))[:120])) for i in range(6)]
    [t.start() for t in ts]; [t.join() for t in ts]; print("6 at once, 1 ref, distinct balances:"); [print("   ", o) for o in sorted(out)]
    n = 0; stuck = []
    for i in range(40):
        a, b = str(5000 + 2 * i), str(5001 + 2 * i)
        abandon(5001, P, body(a, b, 1, str(uuid.uuid4())), {}, random.uniform(0.001, 0.006))
        time.sleep(0.1)
        ttl = int(subprocess.run(["redis-cli", "-p", "56379", "ttl", ids[a]], capture_output=True, text=True).stdout)
        if ttl > 0: stuck.append((a, b, ttl))
    print(f"abandoned requests: {len(stuck)} of 40 left their balances locked; TTLs {[t for _,_,t in stuck][:5]}")
    if stuck: t0 = time.time(); print("next transfer on such a balance:", req(5001, P, body(stuck[0][0], "3", 1, str(uuid.uuid4()))), f"after {time.time()-t0:.1f}s")
