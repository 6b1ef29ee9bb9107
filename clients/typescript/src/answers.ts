import type { Problem } from "./schemas.js";

/** What the API answered to one attempt. */
export interface Answer {
  readonly status: number;
  /** From a function. */
  readonly problem?: Problem;
  /** From API Gateway itself. */
  readonly message?: string;
  readonly retryAfterSeconds?: number;
  /** Whether it is the stored answer to an earlier attempt. */
  readonly replayed: boolean;
}

/** An answer with its body. */
export interface Received extends Answer {
  /** Absent unless the body is a JSON object. */
  readonly value?: object;
  readonly etag?: string;
}

/** What an answer to a write means: the rows of "What an answer means" in docs/api.md. */
export type Meaning = "accepted" | "refused" | "rejected" | "not-written" | "defect" | "unknown";

const TYPES = "urn:interlock:";
export const KEY_REUSED = "idempotency-key-reused";
const IN_PROGRESS = "request-in-progress";

/** The part of a problem's type after `urn:interlock:`; empty if there is no such type. */
export function nameOf(answer: Answer): string {
  const type = answer.problem?.type ?? "";
  return type.startsWith(TYPES) ? type.slice(TYPES.length) : "";
}

/** The meaning of an answer to a write, or of its absence. */
export function meaningOf(answer: Received | undefined): Meaning {
  const name = answer === undefined ? "" : nameOf(answer);
  switch (answer?.status) {
    case 201:
      return answer.value === undefined ? "unknown" : "accepted";
    case 400:
    case 401:
    case 413:
    case 415:
    case 422:
    case 428:
      return "rejected";
    case 403:
    case 404:
    case 412:
      return name === "" ? "rejected" : "refused";
    case 409:
      return name === "" ? "rejected" : name === IN_PROGRESS ? "not-written" : "refused";
    case 429:
      return name === "" ? "not-written" : "unknown";
    case 500:
      return name === "internal" ? "defect" : "unknown";
    case 503:
      return name === "contention" || name === "database-unavailable" ? "not-written" : "unknown";
    default:
      // A 4xx without a type was answered before any function ran.
      return name === "" && Math.floor((answer?.status ?? 0) / 100) === 4 ? "rejected" : "unknown";
  }
}

/** Whether the command may have been written, by this attempt or by another that is still running. */
export function leavesOpen(received: Received | undefined): boolean {
  switch (meaningOf(received)) {
    case "not-written":
      return received !== undefined && nameOf(received) === IN_PROGRESS;
    case "defect":
    case "unknown":
      return true;
    case "accepted":
    case "refused":
    case "rejected":
      return false;
  }
}

/** Reads an answer to its end. */
export async function receive(response: Response): Promise<Received> {
  const value = jsonObject(await response.text());
  const { headers, status } = response;
  const retryAfter = headers.get("Retry-After") ?? "";
  const etag = headers.get("ETag");
  return {
    status,
    replayed: headers.get("Idempotency-Replayed") === "true",
    ...(value === undefined ? {} : { value }),
    ...(etag === null ? {} : { etag }),
    ...(/^[0-9]{1,9}$/.test(retryAfter) ? { retryAfterSeconds: Number(retryAfter) } : {}),
    ...(isProblem(value, headers) ? { problem: value } : {}),
    ...(status >= 400 && hasText(value, "message") ? { message: value.message } : {}),
  };
}

/** Without the body of what was accepted or read. */
export function withoutValue({ value: _value, etag: _etag, ...answer }: Received): Answer {
  return answer;
}

function jsonObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isProblem(value: object | undefined, headers: Headers): value is Problem {
  const mediaType = headers.get("Content-Type") ?? "";
  return /^application\/problem\+json\s*(;|$)/i.test(mediaType) && hasText(value, "type");
}

function hasText<Name extends string>(value: object | undefined, member: Name): value is Record<Name, string> {
  return typeof (value as Record<string, unknown> | undefined)?.[member] === "string";
}
