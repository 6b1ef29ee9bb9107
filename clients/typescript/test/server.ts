import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What the server does with a request. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: object;
  readonly text?: string;
  readonly fault?: "connection-refused" | "reset-before-answer" | "reset-in-body" | "stall-in-body" | "no-answer";
}

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  readonly at: number;
}

/** A server that answers each request with the next answer of its script; the last one repeats. */
export class ScriptedServer implements AsyncDisposable {
  readonly requests: ReceivedRequest[] = [];
  readonly #script: readonly ScriptedAnswer[];
  readonly #server: Server;
  readonly url: string;

  private constructor(server: Server, script: readonly ScriptedAnswer[]) {
    this.#server = server;
    this.#script = script;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(...script: ScriptedAnswer[]): Promise<ScriptedServer> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const scripted = new ScriptedServer(server, script);
    server.on("request", (request, response) => void scripted.#answer(request, response));
    if (script[0]?.fault === "connection-refused") {
      server.close();
    }
    return scripted;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = this.#script[Math.min(this.requests.length, this.#script.length - 1)]!;
    const at = performance.now();
    let body = "";
    request.setEncoding("utf8");
    const { method = "", url = "", headers } = request;
    const received = { method, url, headers, body, at };
    this.requests.push(received);
    for await (const chunk of request) {
      body += chunk;
    }
    Object.assign(received, { body });
    give(answer, response, request.socket);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function give(answer: ScriptedAnswer, response: ServerResponse, socket: Socket): void {
  if (answer.fault === "no-answer") {
    return;
  }
  if (answer.fault === "reset-before-answer") {
    socket.resetAndDestroy();
    return;
  }
  const body = Buffer.from(answer.json === undefined ? (answer.text ?? "") : JSON.stringify(answer.json));
  const problem = answer.json !== undefined && "type" in answer.json;
  response.writeHead(answer.status ?? 200, {
    "Content-Type": problem ? "application/problem+json" : "application/json",
    "Content-Length": body.length,
    ...answer.headers,
  });
  const half = body.subarray(0, body.length / 2);
  if (answer.fault === "reset-in-body") {
    response.write(half, () => socket.resetAndDestroy());
  } else if (answer.fault === "stall-in-body") {
    response.write(half);
  } else {
    response.end(body);
  }
}
