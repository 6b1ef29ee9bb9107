/*
 * A caller that can be killed at any time: it appends each command to its record before it sends it, and each result
 * when it has it. Started again, it first goes on with the commands that have no final result.
 *
 * Usage: node caller.js RECORD, with its orders as JSON on standard input.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { Interlock, parseCommand, stockDecrement, transfer, type Command } from "@interlock-dev/client";

interface Orders {
  readonly url: string;
  readonly token: string;
  readonly commands: number;
  readonly atOnce: number;
  readonly accounts: readonly string[];
  readonly location: string;
  readonly sku: string;
}

interface Line {
  readonly key: string;
  /** As it is stored. */
  readonly command?: string;
  readonly kind?: string;
  readonly id?: string;
}

const [, , record = ""] = process.argv;
const orders = JSON.parse(await text(process.stdin)) as Orders;
const interlock = new Interlock({ url: orders.url, token: () => orders.token, answerMaxMillis: 20_000 });

const begun = new Map<string, string>();
const ended = new Set<string>();
for (const line of lines()) {
  if (line.command !== undefined) {
    begun.set(line.key, line.command);
  } else if (line.kind !== "unknown") {
    ended.add(line.key);
  }
}
const unfinished = [...begun].filter(([key]) => !ended.has(key)).map(([, stored]) => parseCommand(stored));
let left = orders.commands - begun.size;
await Promise.all(Array.from({ length: orders.atOnce }, work));

/** The record. The last line is incomplete if a process died while it was written. */
function lines(): Line[] {
  const written = existsSync(record) ? readFileSync(record, "utf8").split("\n") : [];
  const incomplete = written.pop();
  if (incomplete) {
    append({ key: "", kind: "incomplete" }, "\n");
  }
  return written.flatMap((each) => (isJson(each) ? [JSON.parse(each) as Line] : []));
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function append(line: Line, before = ""): void {
  appendFileSync(record, `${before}${JSON.stringify(line)}\n`);
}

async function work(): Promise<void> {
  for (;;) {
    const command = unfinished.pop() ?? (left-- > 0 ? next() : undefined);
    if (command === undefined) {
      return;
    }
    await settle(command);
  }
}

function next(): Command {
  const command = Math.random() < 0.8 ? payment() : order();
  append({ key: command.key, command: JSON.stringify(command) });
  return command;
}

function payment(): Command {
  const from = Math.floor(Math.random() * orders.accounts.length);
  const to = (from + 1 + Math.floor(Math.random() * (orders.accounts.length - 1))) % orders.accounts.length;
  // Now and then more than anybody has.
  const amount = Math.random() < 0.05 ? 9_000_000_000 : 1 + Math.floor(Math.random() * 100);
  return transfer({ from: orders.accounts[from]!, to: orders.accounts[to]!, amount, currency: "EUR" });
}

function order(): Command {
  const sku = Math.random() < 0.05 ? "ABSENT" : orders.sku;
  return stockDecrement({ location: orders.location, lines: [{ sku, quantity: 1 + Math.floor(Math.random() * 3) }] });
}

/** An impatient sender, so that some commands end without an answer. An unknown result is asked for again. */
async function settle(command: Command): Promise<void> {
  for (;;) {
    const result = await interlock.send(command, { timeMaxMillis: Math.random() < 0.3 ? 1_500 : 60_000 });
    const id = result.kind === "accepted" ? (result.body as { id: string }).id : undefined;
    append({ key: result.key, kind: result.kind, ...(id === undefined ? {} : { id }) });
    if (result.kind !== "unknown") {
      return;
    }
  }
}
