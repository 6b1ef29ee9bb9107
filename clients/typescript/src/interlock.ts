import { KEY_REUSED, leavesOpen, meaningOf, nameOf, withoutValue, type Received } from "./answers.js";
import { Attempts, type ApiRequest, type Attempt, type CallOptions, type Settings } from "./attempts.js";
import { beginSend, checked, isOnlySend, noteUnwritten, type Command } from "./commands.js";
import { ReadFailedError, type Result, type Unsettled } from "./results.js";
import { REFUSALS, REJECTIONS } from "./schemas.js";
import type { Account, Entry, EntryPage, HoldPage, PermissionPage, Problem, ReadHold } from "./schemas.js";
import type { ReadStockReservation, Stock } from "./schemas.js";

/** All permissions at an account or location, of one version. */
export interface Permissions extends Omit<PermissionPage, "next"> {
  /** For a permission change that is based on them. */
  readonly etag: string;
}

/** What can be asked of a list. */
export interface PageOptions extends CallOptions {
  /** The most on a page. */
  readonly limit?: number;
}

/** Calls the API for one caller. */
export class Interlock {
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /**
   * Sends a command until an answer settles it or the time is up, always under its own key.
   *
   * What the network, the API or the signal do is a result, never an exception.
   */
  async send<Value, Refusal extends Problem>(
    command: Command<Value, Refusal>,
    options: CallOptions = {},
  ): Promise<Result<Value, Refusal>> {
    const request = writeOf(checked(command));
    const attempts = new Attempts(this.#settings, options);
    beginSend(command);
    let open = false;
    for (;;) {
      const attempt = await attempts.send(request);
      const settled = attempt.received && settledBy(attempt.received, command);
      if (settled !== undefined) {
        return settled;
      }
      open ||= attempt.sent && leavesOpen(attempt.received);
      const rejected = attempt.received !== undefined && meaningOf(attempt.received) === "rejected";
      if (rejected || !attempt.sent || !(await attempts.pause(attempt))) {
        return ended(command, attempt, open);
      }
    }
  }

  /** An account; undefined if it does not exist, or the caller has no role there. */
  account(id: string, options?: CallOptions): Promise<Account | undefined> {
    return this.read(`/accounts/${encodeURIComponent(id)}`, options);
  }

  /** The stock of a SKU; undefined if it does not exist, or the caller has no role there. */
  stock(location: string, sku: string, options?: CallOptions): Promise<Stock | undefined> {
    return this.read(`/stock/${encodeURIComponent(location)}/${encodeURIComponent(sku)}`, options);
  }

  /** A hold; undefined if it does not exist, or the caller has no role at either account. */
  hold(id: string, options?: CallOptions): Promise<ReadHold | undefined> {
    return this.read(`/holds/${encodeURIComponent(id)}`, options);
  }

  /** A stock reservation; undefined if it does not exist, or the caller has no role at its location. */
  stockReservation(id: string, options?: CallOptions): Promise<ReadStockReservation | undefined> {
    return this.read(`/stock-reservations/${encodeURIComponent(id)}`, options);
  }

  /** The entries of an account's journal, oldest first. Each page has the time of one call. */
  async *entries(account: string, options: PageOptions & { readonly after?: number } = {}): AsyncGenerator<Entry, void> {
    const path = `/accounts/${encodeURIComponent(account)}/entries`;
    for await (const page of this.#pages<EntryPage>(path, options)) {
      yield* page.entries;
    }
  }

  /** The open holds on an account's money, soonest expiry first. Each page has the time of one call. */
  async *holds(account: string, options: PageOptions & { readonly after?: string } = {}): AsyncGenerator<ReadHold, void> {
    const path = `/accounts/${encodeURIComponent(account)}/holds`;
    for await (const page of this.#pages<HoldPage>(path, options)) {
      yield* page.holds;
    }
  }

  async *#pages<Page extends { readonly next?: string | number }>(
    path: string,
    options: PageOptions & { readonly after?: string | number },
  ): AsyncGenerator<Page, void> {
    let after = options.after;
    do {
      const attempts = new Attempts(this.#settings, options);
      const page = await found<Page>(attempts, query(path, { after, limit: options.limit }));
      yield page.value;
      after = page.value.next;
    } while (after !== undefined);
  }

  /** All permissions at an account or location; undefined if it does not exist, or the caller has no role there. */
  async permissions(resource: string, options: PageOptions = {}): Promise<Permissions | undefined> {
    const path = `/resources/${encodeURIComponent(resource)}/permissions`;
    const attempts = new Attempts(this.#settings, options);
    for (;;) {
      const first = await foundOrAbsent<PermissionPage>(attempts, query(path, { limit: options.limit }));
      if (first === undefined) {
        return undefined;
      }
      const all = await withNextPages(first, (after) =>
        found<PermissionPage>(attempts, query(path, { after, limit: options.limit })),
      );
      if (all !== undefined) {
        return all;
      }
    }
  }

  /** Reads any other path; undefined if it does not exist, or the caller has no role there. */
  async read<Value extends object>(path: string, options: CallOptions = {}): Promise<Value | undefined> {
    return (await foundOrAbsent<Value>(new Attempts(this.#settings, options), path))?.value;
  }
}

function writeOf({ key, path, ifMatch, body }: Command): ApiRequest {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
  return { method: "POST", path, body, headers: ifMatch === undefined ? headers : { ...headers, "If-Match": ifMatch } };
}

/** The result, if this answer is the truth whatever came before. */
function settledBy<Value, Refusal extends Problem>(
  received: Received,
  command: Command<Value, Refusal>,
): Result<Value, Refusal> | undefined {
  const { key } = command;
  const { value, replayed, etag } = received;
  switch (meaningOf(received)) {
    case "accepted":
      return { kind: "accepted", key, body: value as Value, replayed, ...(etag === undefined ? {} : { etag }) };
    case "refused": {
      const reason = known(received, REFUSALS[command.path] ?? []);
      return { kind: "refused", key, reason, problem: received.problem, replayed } as Result<Value, Refusal>;
    }
    case "rejected":
      return nameOf(received) === KEY_REUSED ? (rejected(received, key) as Result<Value, Refusal>) : undefined;
    default:
      return undefined;
  }
}

/** The result of a send whose last attempt did not settle it. */
function ended<Value, Refusal extends Problem>(
  command: Command<Value, Refusal>,
  attempt: Attempt,
  open: boolean,
): Result<Value, Refusal> {
  const { key } = command;
  if (open || !isOnlySend(command)) {
    return { kind: "unknown", key, command, ...unsettled(attempt) };
  }
  noteUnwritten(command);
  return attempt.received !== undefined && meaningOf(attempt.received) === "rejected"
    ? (rejected(attempt.received, key) as Result<Value, Refusal>)
    : { kind: "not-written", key, ...unsettled(attempt) };
}

function rejected(received: Received, key: string): object {
  const { status, problem, message } = received;
  return nameOf(received) === ""
    ? { kind: "rejected", key, reason: "gateway", status, ...(message === undefined ? {} : { message }) }
    : { kind: "rejected", key, reason: known(received, REJECTIONS), status, problem };
}

function known(received: Received, names: readonly string[]): string {
  const name = nameOf(received);
  return names.includes(name) ? name : "other";
}

function unsettled({ received, cause }: Attempt): Unsettled {
  return received === undefined ? { cause } : { last: withoutValue(received) };
}

interface Read<Value> {
  readonly value: Value;
  readonly etag?: string;
}

/** Reads until there is an answer; undefined for a 404 of a function. */
async function foundOrAbsent<Value extends object>(attempts: Attempts, path: string): Promise<Read<Value> | undefined> {
  for (;;) {
    const attempt = await attempts.send({ method: "GET", path, headers: {} });
    const { received } = attempt;
    if (received?.status === 200 && received.value !== undefined) {
      return { value: received.value as Value, ...(received.etag === undefined ? {} : { etag: received.etag }) };
    }
    if (received !== undefined && isAbsent(received)) {
      return undefined;
    }
    const final = received !== undefined && received.status >= 400 && received.status < 500 && received.status !== 429;
    if (final || !attempt.sent || !(await attempts.pause(attempt))) {
      throw new ReadFailedError(path, unsettled(attempt));
    }
  }
}

function isAbsent(answer: Received): boolean {
  return answer.status === 404 && nameOf(answer) === "not-found";
}

async function found<Value extends object>(attempts: Attempts, path: string): Promise<Read<Value>> {
  const read = await foundOrAbsent<Value>(attempts, path);
  if (read === undefined) {
    throw new ReadFailedError(path, { cause: "it does not exist, or the caller has no role there" });
  }
  return read;
}

/** The permissions of all pages; undefined if they changed between two of them. */
async function withNextPages(
  first: Read<PermissionPage>,
  pageAfter: (principal: string) => Promise<Read<PermissionPage>>,
): Promise<Permissions | undefined> {
  const { next, permissions, ...same } = first.value;
  const all = [...permissions];
  for (let after = next; after !== undefined; ) {
    const page: PermissionPage = (await pageAfter(after)).value;
    if (page.aclVersion !== same.aclVersion) {
      return undefined;
    }
    all.push(...page.permissions);
    after = page.next;
  }
  return { ...same, permissions: all, etag: first.etag ?? `"${same.aclVersion}"` };
}

function query(path: string, members: Record<string, string | number | undefined>): string {
  const given = Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
