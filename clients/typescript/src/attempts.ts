import { meaningOf, receive, withoutValue, type Answer, type Meaning, type Received } from "./answers.js";

/** Where the API is, who calls it, and how long to wait. */
export interface Settings {
  /** The root of the API, such as `https://….amazonaws.com`. */
  readonly url: string;
  /**
   * Gives the token for each attempt.
   *
   * @param rejected the token that was answered with 401, if the last one was: return another one
   */
  readonly token: (rejected?: string) => string | Promise<string>;
  /** The most for all attempts of a command or read together: two minutes unless set. */
  readonly timeMaxMillis?: number;
  /** The most for one attempt: 35 seconds unless set. API Gateway answers within 30. */
  readonly answerMaxMillis?: number;
  readonly delayBaseMillis?: number;
  readonly delayMaxMillis?: number;
  /** Called after every attempt, for logs. */
  readonly listener?: (attempt: AttemptReport) => void;
}

/** One attempt, after its end. */
export interface AttemptReport {
  readonly method: string;
  readonly path: string;
  /** Of a write. */
  readonly key?: string;
  /** Of a write: what its answer means, or that there was none. */
  readonly meaning?: Meaning;
  /** From 1. */
  readonly number: number;
  readonly sentAt: Date;
  readonly answer?: Answer;
  readonly cause?: unknown;
}

/** For one call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeMaxMillis?: number;
}

export interface ApiRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How an attempt ended. */
export interface Attempt {
  readonly received?: Received;
  readonly cause?: unknown;
  /** Whether the request may have left. */
  readonly sent: boolean;
}

/** An attempt that is cut short would leave open what was settled. */
const ANSWER_MILLIS_MIN = 1_000;

/** A longer timer ends at once. */
const TIMER_MILLIS_MAX = 2 ** 31 - 1;

/** The attempts of one call, within its time. */
export class Attempts {
  readonly #settings: Settings;
  readonly #answerMaxMillis: number;
  readonly #signal: AbortSignal | undefined;
  readonly #end: number;
  #count = 0;
  #rejectedToken: string | undefined;

  constructor(settings: Settings, options: CallOptions) {
    this.#settings = settings;
    this.#answerMaxMillis = settings.answerMaxMillis ?? 35_000;
    this.#signal = options.signal;
    this.#end = performance.now() + (options.timeMaxMillis ?? settings.timeMaxMillis ?? 120_000);
  }

  /** Sends it once; after the first 401, once more with another token. */
  async send(request: ApiRequest): Promise<Attempt> {
    const attempt = await this.#attempt(request);
    const again =
      attempt.received?.status === 401 && this.#rejectedToken === undefined && this.#hasTimeFor(0);
    if (!again) {
      return attempt;
    }
    this.#rejectedToken = attempt.token;
    return this.#attempt(request, attempt.token);
  }

  async #attempt(request: ApiRequest, rejected?: string): Promise<Attempt & { token?: string }> {
    const cut = new AbortController();
    const abort = () => cut.abort(this.#signal?.reason);
    const atMost = Math.max(0, Math.min(this.#answerMaxMillis, this.#end - performance.now(), TIMER_MILLIS_MAX));
    const timer = setTimeout(() => cut.abort(new DOMException("no answer in time", "TimeoutError")), atMost);
    this.#signal?.addEventListener("abort", abort);
    try {
      return await this.#attemptUntil(cut.signal, request, rejected);
    } finally {
      clearTimeout(timer);
      this.#signal?.removeEventListener("abort", abort);
    }
  }

  async #attemptUntil(
    cut: AbortSignal,
    request: ApiRequest,
    rejected: string | undefined,
  ): Promise<Attempt & { token?: string }> {
    let token: string;
    let prepared: Request;
    try {
      this.#signal?.throwIfAborted();
      token = await unlessAborted(cut, this.#settings.token(rejected));
      prepared = this.#prepare(request, token, cut);
    } catch (cause) {
      return { cause, sent: false };
    }
    this.#count++;
    const sentAt = new Date();
    const attempt = { ...(await answerTo(prepared)), sent: true };
    this.#report(request, sentAt, attempt);
    return { ...attempt, token };
  }

  #prepare(request: ApiRequest, token: string, signal: AbortSignal): Request {
    const { method, path, body, headers } = request;
    return new Request(this.#settings.url.replace(/\/+$/, "") + path, {
      method,
      headers: { ...headers, Authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body }),
      cache: "no-store",
      credentials: "omit",
      redirect: "manual",
      signal,
    });
  }

  #report(request: ApiRequest, sentAt: Date, { received, cause }: Attempt): void {
    const key = request.headers["Idempotency-Key"];
    this.#settings.listener?.({
      method: request.method,
      path: request.path,
      ...(key === undefined ? {} : { key, meaning: meaningOf(received) }),
      number: this.#count,
      sentAt,
      ...(received === undefined ? { cause } : { answer: withoutValue(received) }),
    });
  }

  /** Whether an answer could still come after this wait. */
  #hasTimeFor(waitMillis: number): boolean {
    return performance.now() + waitMillis + Math.min(this.#answerMaxMillis, ANSWER_MILLIS_MIN) <= this.#end;
  }

  /** Waits until it is time for the next attempt. False, at once, if there would be no time for its answer. */
  async pause(last: Attempt): Promise<boolean> {
    const millis = this.#delayMillis(last.received);
    if (this.#signal?.aborted || !this.#hasTimeFor(millis)) {
      return false;
    }
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#signal?.removeEventListener("abort", end);
        resolve(this.#signal?.aborted !== true);
      };
      const timer = setTimeout(end, Math.min(millis, TIMER_MILLIS_MAX));
      this.#signal?.addEventListener("abort", end);
    });
  }

  /** Full jitter, on top of what the answer asks for. */
  #delayMillis(answer: Answer | undefined): number {
    const { delayBaseMillis = 100, delayMaxMillis = 10_000 } = this.#settings;
    const jitter = Math.random() * Math.min(delayMaxMillis, delayBaseMillis * 2 ** (this.#count - 1));
    // API Gateway throttles without Retry-After.
    return (answer?.retryAfterSeconds ?? (answer?.status === 429 ? 1 : 0)) * 1_000 + jitter;
  }
}

async function answerTo(request: Request): Promise<{ received: Received } | { cause: unknown }> {
  try {
    return { received: await receive(await fetch(request)) };
  } catch (cause) {
    return { cause: request.signal.aborted ? request.signal.reason : cause };
  }
}

/** The value, unless the signal comes first. */
function unlessAborted<Value>(signal: AbortSignal, value: Value | Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    Promise.resolve(value)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", abort));
  });
}
