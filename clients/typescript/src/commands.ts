import type { Hold, HoldRefusal, HoldRequest, Settlement, SettlementRefusal, SettlementRequest } from "./schemas.js";
import type { PermissionChange, PermissionChangeRefusal, PermissionChangeRequest, Problem } from "./schemas.js";
import type { ReservationSettlement, ReservationSettlementRefusal } from "./schemas.js";
import type { ReservationSettlementRequest } from "./schemas.js";
import type { StockDecrement, StockDecrementRefusal, StockDecrementRequest } from "./schemas.js";
import type { StockReservation, StockReservationRefusal, StockReservationRequest } from "./schemas.js";
import type { Transfer, TransferRefusal, TransferRequest } from "./schemas.js";

declare const answers: unique symbol;

/**
 * A write, with the key under which it takes effect once. It is a plain value: store it as JSON before you send it, and
 * a page that was reloaded, or a process that died, can go on with it.
 */
export interface Command<Value = unknown, Refusal extends Problem = Problem> {
  readonly path: string;
  readonly key: string;
  /** The version of the permissions that a change is based on, as an entity tag. */
  readonly ifMatch?: string;
  /** JSON, as text, so that every attempt sends the same bytes. */
  readonly body: string;
  /** For the compiler only. */
  readonly [answers]?: [Value, Refusal];
}

export type TransferCommand = Command<Transfer, TransferRefusal>;
export type StockDecrementCommand = Command<StockDecrement, StockDecrementRefusal>;
export type HoldCommand = Command<Hold, HoldRefusal>;
export type SettlementCommand = Command<Settlement, SettlementRefusal>;
export type StockReservationCommand = Command<StockReservation, StockReservationRefusal>;
export type ReservationSettlementCommand = Command<ReservationSettlement, ReservationSettlementRefusal>;
export type PermissionChangeCommand = Command<PermissionChange, PermissionChangeRefusal>;

/** What a command can be made with, besides its body. */
export interface CommandOptions {
  /** A random UUID unless set. */
  readonly key?: string;
  readonly ifMatch?: string;
}

/** Moves money from one account to another. */
export function transfer(body: TransferRequest, options?: CommandOptions): TransferCommand {
  return command("/transfers", body, options);
}

/** Takes stock out of a location: all lines, or none. */
export function stockDecrement(body: StockDecrementRequest, options?: CommandOptions): StockDecrementCommand {
  return command("/stock-decrements", body, options);
}

/** Sets money of one account aside for another, until a settlement or the expiry. */
export function hold(body: HoldRequest, options?: CommandOptions): HoldCommand {
  return command("/holds", body, options);
}

/** Takes money out of a hold and releases the rest; an `amount` of 0 releases all. */
export function settlement(body: SettlementRequest, options?: CommandOptions): SettlementCommand {
  return command("/settlements", body, options);
}

/** Sets stock of a location aside, all lines or none, until a reservation's settlement or the expiry. */
export function stockReservation(body: StockReservationRequest, options?: CommandOptions): StockReservationCommand {
  return command("/stock-reservations", body, options);
}

/** Takes stock out of a reservation and releases the rest; no `lines` release all. */
export function reservationSettlement(
  body: ReservationSettlementRequest,
  options?: CommandOptions,
): ReservationSettlementCommand {
  return command("/reservation-settlements", body, options);
}

/**
 * Gives a principal a role, or takes it away.
 *
 * @param ifMatch the `etag` of the permissions that the change is based on
 */
export function permissionChange(
  body: PermissionChangeRequest,
  ifMatch: string,
  options?: CommandOptions,
): PermissionChangeCommand {
  return command("/permission-changes", body, { ...options, ifMatch });
}

/** A command for any other function of the API. Throws for a number that JSON or the API would not keep as it is. */
export function command<Value = unknown, Refusal extends Problem = never>(
  path: string,
  body: object,
  { key = crypto.randomUUID(), ifMatch }: CommandOptions = {},
): Command<Value, Refusal> {
  checkNumbers(body, "");
  const members = { path, key, ...(ifMatch === undefined ? {} : { ifMatch }), body: JSON.stringify(body) };
  const made = checked<Command<Value, Refusal>>(members);
  unsettledSends.set(made, 0);
  return made;
}

/** A command from its JSON. It counts as sent, because an earlier process may have sent it. */
export function parseCommand<C extends Command = Command>(json: string): C {
  return checked<C>(JSON.parse(json));
}

const MEMBERS = ["path", "key", "ifMatch", "body"];
const KEY = /^[A-Za-z0-9._:-]{1,128}$/;

/** Throws unless the value has the form of a command. */
export function checked<C extends Command>(value: unknown): C {
  const { path, key, ifMatch, body } = (value ?? {}) as Record<string, unknown>;
  if (typeof path !== "string" || !path.startsWith("/") || path.startsWith("//")) {
    throw new TypeError("a command needs a path that begins with one /");
  }
  if (typeof key !== "string" || !KEY.test(key)) {
    throw new TypeError("a command needs a key of 1 to 128 characters out of A-Z a-z 0-9 . _ : -");
  }
  if (typeof body !== "string" || (ifMatch !== undefined && typeof ifMatch !== "string")) {
    throw new TypeError("a command needs a body as text, and ifMatch as text if any");
  }
  const unknown = Object.keys(value as object).filter((name) => !MEMBERS.includes(name));
  if (unknown.length > 0) {
    throw new TypeError(`a command has no member ${unknown.join(", ")}`);
  }
  return value as C;
}

function checkNumbers(value: unknown, pointer: string): void {
  if (typeof value === "bigint" || (typeof value === "number" && !Number.isSafeInteger(value))) {
    throw new RangeError(`${pointer} must be a number and an integer, from -(2^53-1) to 2^53-1: ${value}`);
  }
  if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      checkNumbers(member, `${pointer}/${name}`);
    }
  }
}

/** How many sends of a command have begun and may have written, by all that this process knows. */
const unsettledSends = new WeakMap<object, number>();

/** Notes that a send begins. */
export function beginSend(command: object): void {
  unsettledSends.set(command, (unsettledSends.get(command) ?? 1) + 1);
}

/** Whether only the send that ends now can have written. */
export function isOnlySend(command: object): boolean {
  return unsettledSends.get(command) === 1;
}

/** Notes that no send so far has written. */
export function noteUnwritten(command: object): void {
  unsettledSends.set(command, 0);
}
