import type { components, operations } from "./openapi.js";

type Schemas = components["schemas"];

export type TransferRequest = Schemas["TransferRequest"];
export type Transfer = Schemas["Transfer"];
export type StockDecrementRequest = Schemas["StockDecrementRequest"];
export type StockDecrement = Schemas["StockDecrement"];
export type HoldRequest = Schemas["HoldRequest"];
export type Hold = Schemas["Hold"];
export type SettlementRequest = Schemas["SettlementRequest"];
export type Settlement = Schemas["Settlement"];
export type StockReservationRequest = Schemas["StockReservationRequest"];
export type StockReservation = Schemas["StockReservation"];
export type ReservationSettlementRequest = Schemas["ReservationSettlementRequest"];
export type ReservationSettlement = Schemas["ReservationSettlement"];
export type PermissionChangeRequest = Schemas["PermissionChangeRequest"];
export type PermissionChange = Schemas["PermissionChange"];
export type Account = Schemas["Account"];
export type Entry = Schemas["Entry"];
export type EntryPage = Schemas["EntryPage"];
export type ReadHold = Schemas["ReadHold"];
export type HoldPage = Schemas["HoldPage"];
export type Stock = Schemas["Stock"];
export type ReadStockReservation = Schemas["ReadStockReservation"];
export type PermissionPage = Schemas["PermissionPage"];

/** A problem document, as in RFC 9457. Program against `type` and the members that come with it. */
export type Problem = Schemas["Problem"];

type Writes =
  | "transfer"
  | "decrementStock"
  | "placeHold"
  | "settleHold"
  | "reserveStock"
  | "settleReservation"
  | "changePermission";

type Responses = operations[Writes]["responses"];

type ProblemsOf<R extends Responses, Status extends number> = R extends unknown
  ? ContentOf<R[Status & keyof R]>
  : never;

type ContentOf<Response> = Response extends { content: { "application/problem+json": infer P } } ? P : never;

/** The refusals of an operation, which are kept under the key. */
type Refusals<Operation extends Writes> = Exclude<
  ProblemsOf<operations[Operation]["responses"], 403 | 404 | 409 | 412>,
  Schemas["RequestInProgress"]
>;

export type TransferRefusal = Refusals<"transfer">;
export type StockDecrementRefusal = Refusals<"decrementStock">;
export type HoldRefusal = Refusals<"placeHold">;
export type SettlementRefusal = Refusals<"settleHold">;
export type StockReservationRefusal = Refusals<"reserveStock">;
export type ReservationSettlementRefusal = Refusals<"settleReservation">;
export type PermissionChangeRefusal = Refusals<"changePermission">;

/** What is wrong with a request itself. */
export type Rejection = ProblemsOf<Responses, 400 | 401 | 413 | 415 | 422 | 428>;

/** The part of a problem's type after `urn:interlock:`; any text for a problem of any type. */
export type NameOf<P extends Problem> = string extends P["type"]
  ? string
  : P["type"] extends `urn:interlock:${infer Name}`
    ? Name
    : never;

/** The names of each operation's refusals; every other one comes out as `other`. */
export const REFUSALS: { readonly [path: string]: readonly string[] } = {
  "/transfers": every<NameOf<TransferRefusal>>()(
    "role-insufficient",
    "not-found",
    "account-closed",
    "currency-mismatch",
    "insufficient-funds",
    "balance-limit",
  ),
  "/stock-decrements": every<NameOf<StockDecrementRefusal>>()("role-insufficient", "not-found", "insufficient-stock"),
  "/holds": every<NameOf<HoldRefusal>>()(
    "role-insufficient",
    "not-found",
    "account-closed",
    "currency-mismatch",
    "expiry-past",
    "insufficient-funds",
  ),
  "/settlements": every<NameOf<SettlementRefusal>>()(
    "role-insufficient",
    "not-found",
    "hold-settled",
    "hold-expired",
    "amount-exceeds-hold",
    "account-closed",
    "balance-limit",
  ),
  "/stock-reservations": every<NameOf<StockReservationRefusal>>()(
    "role-insufficient",
    "not-found",
    "expiry-past",
    "insufficient-stock",
  ),
  "/reservation-settlements": every<NameOf<ReservationSettlementRefusal>>()(
    "role-insufficient",
    "not-found",
    "reservation-settled",
    "reservation-expired",
    "quantity-exceeds-reservation",
  ),
  "/permission-changes": every<NameOf<PermissionChangeRefusal>>()(
    "role-insufficient",
    "not-found",
    "version-mismatch",
    "expiry-past",
    "last-owner",
  ),
};

export const REJECTIONS: readonly string[] = every<NameOf<Rejection>>()(
  "malformed-request",
  "idempotency-key-missing",
  "idempotency-key-malformed",
  "unauthenticated",
  "body-too-large",
  "unsupported-media-type",
  "idempotency-key-reused",
  "precondition-required",
);

/** A list that does not compile unless it has every name, and no other. */
function every<Name extends string>() {
  return <const Listed extends readonly Name[]>(
    ...names: Exclude<Name, Listed[number]> extends never ? Listed : [missing: Exclude<Name, Listed[number]>]
  ): readonly string[] => names as readonly string[];
}
