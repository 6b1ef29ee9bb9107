import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { command, hold, Interlock, parseCommand, permissionChange, ReadFailedError } from "@interlock-dev/client";
import { reservationSettlement, settlement, stockDecrement, stockReservation } from "@interlock-dev/client";
import { transfer, type Settings, type TransferCommand } from "@interlock-dev/client";
import { ScriptedServer, type ScriptedAnswer } from "./server.js";

const ACCOUNT = "a0000000-0000-4000-8000-000000000001";
const PAYMENT = { from: ACCOUNT, to: "a0000000-0000-4000-8000-000000000002", amount: 2500, currency: "EUR" };
const EXPIRY = "2099-01-01T00:00:00Z";
const ACCEPTED: ScriptedAnswer = { status: 201, json: { amount: 2500 } };
const LOST: ScriptedAnswer = { fault: "reset-before-answer" };
const CONTENTION = problem(503, "contention");
/** A client that is asked to wait this long gives up at once. */
const BUSY: ScriptedAnswer = { ...CONTENTION, headers: { "Retry-After": "3600" } };
const UNAUTHORIZED: ScriptedAnswer = { status: 401, json: { message: "Unauthorized" } };

function problem(status: number, name: string): ScriptedAnswer {
  return { status, json: { type: `urn:interlock:${name}`, title: name, status, detail: `It is ${name}.` } };
}

function clientOf(server: ScriptedServer, settings: Partial<Settings> = {}): Interlock {
  return new Interlock({ url: `${server.url}/`, token: () => "token", ...settings });
}

describe("A command", () => {
  it("has its key before it is sent, and every command another one", () => {
    const one = transfer(PAYMENT);
    assert.match(one.key, /^[0-9a-f-]{36}$/);
    assert.notEqual(transfer(PAYMENT).key, one.key);
  });

  it("is the same after it was stored", () => {
    const lines = [{ sku: "CUP-1", quantity: 1 }];
    for (const made of [
      transfer(PAYMENT),
      hold({ ...PAYMENT, expiresAt: EXPIRY }),
      settlement({ hold: ACCOUNT, amount: 0 }),
      stockReservation({ location: ACCOUNT, lines, expiresAt: EXPIRY }),
      reservationSettlement({ reservation: ACCOUNT, lines: [] }),
      permissionChange({ resource: ACCOUNT, principal: "carol", role: "none" }, '"3"'),
    ]) {
      assert.deepEqual(parseCommand(JSON.stringify(made)), made);
      assert.deepEqual(structuredClone(made), made);
    }
  });

  it("with a number that would not arrive as it is cannot be made", () => {
    for (const amount of [2 ** 53, -(2 ** 53), 1.5, NaN, Infinity, 25n as unknown as number]) {
      assert.throws(() => transfer({ ...PAYMENT, amount }), /^RangeError: \/amount must be/);
    }
    const lines = [{ sku: "CUP-1", quantity: 1 }, { sku: "TEA-100", quantity: 1e300 }];
    assert.throws(() => stockDecrement({ location: ACCOUNT, lines }), /^RangeError: \/lines\/1\/quantity must be/);
    assert.equal(transfer({ ...PAYMENT, amount: 2 ** 53 - 1 }).body.includes("9007199254740991"), true);
  });

  it("of another form is rejected before it is sent", async () => {
    const made = { ...transfer(PAYMENT) };
    const wrong = [
      null,
      "text",
      { ...made, path: "transfers" },
      { ...made, path: "//elsewhere.example/transfers" },
      { ...made, key: "two words" },
      { ...made, key: "" },
      { ...made, key: "k".repeat(129) },
      { ...made, body: PAYMENT },
      { ...made, ifMatch: 3 },
      { ...made, token: "secret" },
    ];
    await using server = await ScriptedServer.start(ACCEPTED);
    for (const each of wrong) {
      assert.throws(() => parseCommand(JSON.stringify(each)), TypeError, JSON.stringify(each));
      await assert.rejects(clientOf(server).send(each as TransferCommand), TypeError, JSON.stringify(each));
    }
    assert.throws(() => transfer(PAYMENT, { key: "two words" }), TypeError);
    assert.equal(server.requests.length, 0);
  });
});

describe("A result", { concurrency: 8 }, () => {
  it("is not-written again after a send that wrote nothing", async () => {
    await using server = await ScriptedServer.start(BUSY);
    const payment = transfer(PAYMENT);
    assert.equal((await clientOf(server).send(payment)).kind, "not-written");
    assert.equal((await clientOf(server).send(payment)).kind, "not-written");
  });

  it("stays unknown after a send that may have written", async () => {
    await using server = await ScriptedServer.start(LOST, BUSY);
    const payment = transfer(PAYMENT);
    assert.equal((await clientOf(server).send(payment)).kind, "unknown");
    assert.equal((await clientOf(server).send(payment)).kind, "unknown");
  });

  it("is unknown while another send of the command is running", async () => {
    await using slow = await ScriptedServer.start({ fault: "no-answer" });
    await using server = await ScriptedServer.start(BUSY);
    const payment = transfer(PAYMENT);
    const running = clientOf(slow, { timeMaxMillis: 1_000 }).send(payment);
    assert.equal((await clientOf(server).send(payment)).kind, "unknown");
    assert.equal((await running).kind, "unknown");
  });

  it("is unknown for a copy of a command", async () => {
    await using server = await ScriptedServer.start(BUSY);
    assert.equal((await clientOf(server).send(structuredClone(transfer(PAYMENT)))).kind, "unknown");
  });

  it("is not-written if the signal came first", async () => {
    await using server = await ScriptedServer.start(ACCEPTED);
    const result = await clientOf(server).send(transfer(PAYMENT), { signal: AbortSignal.abort("closed") });
    assert.deepEqual({ ...result, key: "" }, { kind: "not-written", key: "", cause: "closed" });
    assert.equal(server.requests.length, 0);
  });

  it("is unknown if the signal came while an attempt was running", async () => {
    await using server = await ScriptedServer.start({ fault: "no-answer" });
    const leaving = new AbortController();
    const sending = clientOf(server).send(transfer(PAYMENT), { signal: leaving.signal });
    while (server.requests.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    leaving.abort("closed");
    const result = await sending;
    assert.equal(result.kind, "unknown");
    assert.equal("cause" in result && result.cause, "closed");
  });

  it("comes at once if the signal comes during a wait", async () => {
    await using server = await ScriptedServer.start({ ...CONTENTION, headers: { "Retry-After": "60" } });
    const leaving = new AbortController();
    const listener = () => void setTimeout(() => leaving.abort(), 20);
    const client = clientOf(server, { listener });
    const result = await client.send(transfer(PAYMENT), { signal: leaving.signal });
    assert.equal(result.kind, "not-written");
  });

  it("is not-written if there is no token to send it with", async () => {
    await using server = await ScriptedServer.start(ACCEPTED);
    const failure = new Error("signed out");
    const client = clientOf(server, { token: () => Promise.reject(failure) });
    const result = await client.send(transfer(PAYMENT));
    assert.equal(result.kind, "not-written");
    assert.equal("cause" in result && result.cause, failure);
    const unsendable = await clientOf(server, { token: () => "two\nlines" }).send(transfer(PAYMENT));
    assert.equal(unsendable.kind, "not-written");
    assert.equal(server.requests.length, 0);
  });

  it("comes in time if the token does not", async () => {
    await using server = await ScriptedServer.start(ACCEPTED);
    const token = () => new Promise<string>(() => {});
    const late = clientOf(server, { token, timeMaxMillis: 200 }).send(transfer(PAYMENT));
    assert.equal((await late).kind, "not-written");
    const left = clientOf(server, { token, timeMaxMillis: 60_000 });
    assert.equal((await left.send(transfer(PAYMENT), { signal: AbortSignal.timeout(200) })).kind, "not-written");
    assert.equal(server.requests.length, 0);
  });

  it("is unknown if there is no token after an attempt that may have written", async () => {
    await using server = await ScriptedServer.start(LOST, ACCEPTED);
    let asked = 0;
    const token = () => (asked++ === 0 ? "token" : Promise.reject(new Error("signed out")));
    assert.equal((await clientOf(server, { token }).send(transfer(PAYMENT))).kind, "unknown");
    assert.equal(server.requests.length, 1);
  });
});

describe("The token", () => {
  it("is asked for before every attempt, with the one that was rejected", async () => {
    await using server = await ScriptedServer.start(CONTENTION, UNAUTHORIZED, CONTENTION, ACCEPTED);
    const rejected: (string | undefined)[] = [];
    const token = (old?: string) => `token-${rejected.push(old)}`;
    const result = await clientOf(server, { token }).send(transfer(PAYMENT));
    assert.equal(result.kind, "accepted");
    assert.deepEqual(rejected, [undefined, undefined, "token-2", undefined]);
    const sent = server.requests.map((request) => request.headers.authorization);
    assert.deepEqual(sent, ["Bearer token-1", "Bearer token-2", "Bearer token-3", "Bearer token-4"]);
  });
});

describe("A second 401", () => {
  it("is final, however long after the first", async () => {
    await using server = await ScriptedServer.start(UNAUTHORIZED, CONTENTION, UNAUTHORIZED);
    const result = await clientOf(server).send(transfer(PAYMENT));
    assert.equal(result.kind === "rejected" && result.status, 401);
    assert.equal(server.requests.length, 3);
  });
});

describe("A read", { concurrency: 8 }, () => {
  const account = { id: ACCOUNT, currency: "EUR", balance: 97500, status: "open", version: 2 };

  it("gives what is there", async () => {
    await using server = await ScriptedServer.start({ status: 200, json: account });
    assert.deepEqual(await clientOf(server).account(ACCOUNT), account);
    const [request] = server.requests;
    assert.equal(`${request?.method} ${request?.url}`, `GET /accounts/${ACCOUNT}`);
    assert.equal(request?.headers["idempotency-key"], undefined);
  });

  it("gives a hold and a reservation", async () => {
    const state = { id: ACCOUNT, state: "expired", expiresAt: EXPIRY };
    await using server = await ScriptedServer.start({ status: 200, json: state });
    assert.equal((await clientOf(server).hold(ACCOUNT))?.state, "expired");
    assert.equal((await clientOf(server).stockReservation(ACCOUNT))?.state, "expired");
    assert.deepEqual(server.requests.map((each) => each.url), [`/holds/${ACCOUNT}`, `/stock-reservations/${ACCOUNT}`]);
  });

  it("gives nothing if there is nothing, or no role", async () => {
    await using server = await ScriptedServer.start(problem(404, "not-found"));
    const client = clientOf(server);
    assert.equal(await client.stock(ACCOUNT, "A/B?"), undefined);
    assert.equal(await client.permissions(ACCOUNT), undefined);
    assert.equal(server.requests[0]?.url, `/stock/${ACCOUNT}/A%2FB%3F`);
    await assert.rejects(client.entries(ACCOUNT).next(), ReadFailedError);
  });

  it("is sent again until there is an answer", async () => {
    const answers = [LOST, problem(503, "database-unavailable"), { status: 500, json: { message: "x" } }, UNAUTHORIZED];
    await using server = await ScriptedServer.start(...answers, { status: 200, json: account });
    assert.deepEqual(await clientOf(server).account(ACCOUNT), account);
    assert.equal(server.requests.length, 5);
  });

  it("fails with the last answer", async () => {
    for (const [answer, requests] of [
      [problem(400, "malformed-request"), 1],
      [{ status: 404, json: { message: "Not Found" } }, 1],
      [{ status: 403, json: { message: "Forbidden" } }, 1],
      [UNAUTHORIZED, 2],
      [BUSY, 1],
    ] as const) {
      await using server = await ScriptedServer.start(answer);
      await assert.rejects(clientOf(server).account(ACCOUNT), (error: ReadFailedError) => {
        assert.equal(error.last?.status, answer.status);
        return error instanceof ReadFailedError;
      });
      assert.equal(server.requests.length, requests);
    }
    await using gone = await ScriptedServer.start({ fault: "connection-refused" });
    await assert.rejects(clientOf(gone, { timeMaxMillis: 300 }).account(ACCOUNT), ReadFailedError);
  });

  it("of a number beyond 2^53-1 rounds it, as JSON.parse does", async () => {
    const text = '{"location": "x", "sku": "CUP-1", "onHand": 9007199254740993, "version": 1}';
    await using server = await ScriptedServer.start({ status: 200, text });
    assert.equal((await clientOf(server).stock(ACCOUNT, "CUP-1"))?.onHand, 9007199254740992);
  });
});

describe("A list", () => {
  it("of entries goes on from page to page", async () => {
    await using server = await ScriptedServer.start(
      { status: 200, json: { entries: [{ version: 6 }, { version: 7 }], next: 7 } },
      { status: 200, json: { entries: [], next: 9 } },
      { status: 200, json: { entries: [{ version: 10 }] } },
    );
    const versions: number[] = [];
    for await (const entry of clientOf(server).entries(ACCOUNT, { after: 5, limit: 2 })) {
      versions.push(entry.version);
    }
    assert.deepEqual(versions, [6, 7, 10]);
    const queries = server.requests.map((request) => request.url.replace(`/accounts/${ACCOUNT}/entries`, ""));
    assert.deepEqual(queries, ["?after=5&limit=2", "?after=7&limit=2", "?after=9&limit=2"]);
  });

  it("of holds goes on from cursor to cursor", async () => {
    await using server = await ScriptedServer.start(
      { status: 200, json: { holds: [{ amount: 1 }], next: "a/b+c" } },
      { status: 200, json: { holds: [{ amount: 2 }] } },
    );
    const amounts: number[] = [];
    for await (const each of clientOf(server).holds(ACCOUNT)) {
      amounts.push(each.amount);
    }
    assert.deepEqual(amounts, [1, 2]);
    assert.equal(server.requests[1]?.url, `/accounts/${ACCOUNT}/holds?after=a%2Fb%2Bc`);
  });

  it("of permissions is of one version", async () => {
    const page = (aclVersion: number, principal: string, next?: string): ScriptedAnswer => ({
      status: 200,
      headers: { ETag: `"${aclVersion}"` },
      json: { resource: ACCOUNT, kind: "account", aclVersion, permissions: [{ principal, role: "owner" }], next },
    });
    await using server = await ScriptedServer.start(
      page(3, "alice", "alice"),
      page(4, "bob&co"),
      page(4, "amy", "amy"),
      page(4, "bob&co", "bob&co"),
      page(4, "carol"),
    );
    const all = await clientOf(server).permissions(ACCOUNT, { limit: 1 });
    assert.deepEqual(all?.permissions.map((each) => each.principal), ["amy", "bob&co", "carol"]);
    assert.deepEqual([all?.aclVersion, all?.etag, all && "next" in all], [4, '"4"', false]);
    assert.equal(server.requests[4]?.url, `/resources/${ACCOUNT}/permissions?after=bob%26co&limit=1`);
  });
});

describe("A command of another function", () => {
  it("is sent as every other", async () => {
    await using server = await ScriptedServer.start(LOST, { status: 201, json: { value: 5 } });
    const redemption = command<{ value: number }>("/voucher-redemptions", { voucher: "SPRING" });
    const result = await clientOf(server).send(redemption);
    assert.equal(result.kind === "accepted" && result.body.value, 5);
    assert.deepEqual(new Set(server.requests.map((each) => each.headers["idempotency-key"])), new Set([redemption.key]));
  });
});
