import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { command, Interlock, parseCommand, type Command } from "@interlock-dev/client";
import type { Problem, Result } from "@interlock-dev/client";
import { ScriptedServer, type ScriptedAnswer } from "./server.js";

interface Case {
  readonly name: string;
  readonly command?: string;
  readonly restored?: boolean;
  readonly answers: readonly ScriptedAnswer[];
  readonly meanings: readonly string[];
  readonly timeMaxMillis?: number;
  readonly answerMaxMillis?: number;
  readonly expect: Expectation;
}

interface Expectation {
  readonly result: string;
  readonly problem?: string;
  readonly replayed?: boolean;
  readonly etag?: string;
  readonly members?: Readonly<Record<string, unknown>>;
  readonly requests?: number;
  readonly requestsAtLeast?: number;
  readonly waitsAtLeastMillis?: readonly number[];
  readonly tokens?: number;
}

interface CommandParts {
  readonly path: string;
  readonly key: string;
  readonly ifMatch?: string;
  readonly body: object;
}

/** The cases of all clients. */
const FILE = new URL("../../../answers.json", import.meta.url);
const { cases, commands } = JSON.parse(readFileSync(FILE, "utf8")) as {
  cases: readonly Case[];
  commands: Readonly<Record<string, CommandParts>>;
};

describe("What a client does after each answer", { concurrency: 16 }, () => {
  for (const each of cases) {
    it(each.name, () => check(each));
  }
});

async function check(given: Case): Promise<void> {
  await using server = await ScriptedServer.start(...given.answers);
  const { timeMaxMillis, answerMaxMillis, expect } = given;
  const meanings: string[] = [];
  let tokens = 0;
  const interlock = new Interlock({
    url: server.url,
    token: (rejected) => `token-${rejected === undefined ? tokens : ++tokens}`,
    listener: ({ meaning = "" }) => meanings.push(meaning),
    ...(timeMaxMillis === undefined ? {} : { timeMaxMillis }),
    ...(answerMaxMillis === undefined ? {} : { answerMaxMillis }),
  });
  const sent = commandOf(given);
  const result = await interlock.send(sent);

  assert.equal(result.kind, expect.result);
  checkMembers(result, expect, given.command);
  checkRequests(server, sent, expect);
  assert.equal(tokens, expect.tokens ?? 0);
  const expected = meanings.map((_, i) => given.meanings[Math.min(i, given.meanings.length - 1)]);
  assert.deepEqual(meanings, expected);
}

function commandOf({ command: name, restored }: Case): Command {
  const { path, key, ifMatch, body } = Object.values(commands).at(name === undefined ? 0 : indexOf(name))!;
  const made = command(path, body, { key, ...(ifMatch === undefined ? {} : { ifMatch }) });
  return restored ? parseCommand(JSON.stringify(made)) : made;
}

function indexOf(name: string): number {
  return Object.keys(commands).indexOf(name);
}

function checkMembers(result: Result<unknown, Problem>, expect: Expectation, name: string | undefined): void {
  const document = "problem" in result ? result.problem : "last" in result ? result.last?.problem : undefined;
  assert.equal(document?.type, expect.problem && `urn:interlock:${expect.problem}`);
  if (expect.problem !== undefined && "reason" in result) {
    // Types of a function that the client does not know have no reason of their own.
    assert.equal(result.reason, name === "voucher-redemption" ? "other" : expect.problem);
  }
  if (expect.replayed !== undefined) {
    assert.equal("replayed" in result && result.replayed, expect.replayed);
  }
  assert.equal("etag" in result ? result.etag : undefined, expect.etag);
  const members = (result.kind === "accepted" ? result.body : document) as Record<string, unknown> | undefined;
  for (const [member, value] of Object.entries(expect.members ?? {})) {
    assert.deepEqual(members?.[member], value, member);
  }
  if (result.kind === "unknown") {
    assert.equal(result.command.key, result.key);
  }
}

function checkRequests({ requests }: ScriptedServer, sent: Command, expect: Expectation): void {
  if (expect.requests !== undefined) {
    assert.equal(requests.length, expect.requests);
  }
  assert.ok(requests.length >= (expect.requestsAtLeast ?? 0), `${requests.length} requests`);
  for (const request of requests) {
    assert.equal(request.method, "POST");
    assert.equal(request.url, sent.path);
    assert.equal(request.headers["idempotency-key"], sent.key);
    assert.equal(request.headers["if-match"], sent.ifMatch);
    assert.equal(request.headers["content-type"], "application/json");
    assert.equal(request.body, sent.body);
  }
  for (const [i, wait] of (expect.waitsAtLeastMillis ?? []).entries()) {
    const waited = requests[i + 1]!.at - requests[i]!.at;
    assert.ok(waited >= wait, `attempt ${i + 2} came after ${waited} ms`);
  }
}
