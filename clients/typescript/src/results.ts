import type { Answer } from "./answers.js";
import type { Command } from "./commands.js";
import type { NameOf, Problem, Rejection } from "./schemas.js";

/** How a command ended. */
export type Result<Value, Refusal extends Problem> =
  | Accepted<Value>
  | Refused<Refusal>
  | Rejected
  | NotWritten
  | Unknown<Value, Refusal>;

/** It took effect, once. */
export interface Accepted<Value> {
  readonly kind: "accepted";
  readonly key: string;
  readonly body: Value;
  /** Whether an earlier attempt had already taken effect. */
  readonly replayed: boolean;
  /** Of a permission change. */
  readonly etag?: string;
}

/**
 * It was refused, and its key gets the same refusal for ever. To try again, fix the cause and make a new command.
 *
 * `reason` is the problem's type without `urn:interlock:`, or `other` for a type that this client does not know.
 */
export type Refused<Refusal extends Problem> =
  | (Refusal extends Problem ? RefusedFor<NameOf<Refusal>, Refusal> : never)
  | RefusedFor<"other", OtherProblem>;

interface RefusedFor<Reason extends string, P extends Problem> {
  readonly kind: "refused";
  readonly key: string;
  readonly reason: Reason;
  readonly problem: P;
  readonly replayed: boolean;
}

/**
 * The request, its token or its path is wrong. Nothing was written, and the key is still free, unless the reason is
 * `idempotency-key-reused`.
 */
export type Rejected =
  | (Rejection extends infer P ? (P extends Problem ? RejectedFor<NameOf<P>, P> : never) : never)
  | RejectedFor<"other", OtherProblem>
  | RejectedByGateway;

interface RejectedFor<Reason extends string, P extends Problem> {
  readonly kind: "rejected";
  readonly key: string;
  readonly reason: Reason;
  readonly status: number;
  readonly problem: P;
}

/** API Gateway, or something in front of it, did not let the request pass. */
export interface RejectedByGateway {
  readonly kind: "rejected";
  readonly key: string;
  readonly reason: "gateway";
  readonly status: number;
  readonly message?: string;
}

/** A problem of a type that this client does not know, with its members. */
export type OtherProblem = Problem & { readonly [member: string]: unknown };

/** The time is up, and nothing was written. */
export interface NotWritten extends Unsettled {
  readonly kind: "not-written";
  readonly key: string;
}

/**
 * The time is up, and the command may have been written. Keep it, and send it again later: the answer is the truth, and
 * it never takes effect twice.
 */
export interface Unknown<Value, Refusal extends Problem> extends Unsettled {
  readonly kind: "unknown";
  readonly key: string;
  readonly command: Command<Value, Refusal>;
}

/** The end of the last attempt. */
export interface Unsettled {
  /** Absent if it got no answer. */
  readonly last?: Answer;
  /** Why it got no answer: a failure of the network, a timeout, the signal's reason, or what `token` threw. */
  readonly cause?: unknown;
}

/** Something could not be read. */
export class ReadFailedError extends Error {
  override readonly name = "ReadFailedError";
  readonly path: string;
  /** Absent if the last attempt got no answer. */
  readonly last?: Answer;

  constructor(path: string, { last, cause }: Unsettled) {
    const why = last === undefined ? String(cause) : `${last.status} ${last.problem?.detail ?? last.message ?? ""}`;
    super(`${path}: ${why}`.trim(), { cause });
    this.path = path;
    if (last !== undefined) {
      this.last = last;
    }
  }
}
