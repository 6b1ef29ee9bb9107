const EVENTS = "/console/events";
const SILENCE_MAX_MS = 6_000;
const RECONNECT_MS = 1_000;

/// Hears the stack's events and keeps trying when it is gone.
///
/// @param handlers a function for each name of an event
/// @param connected called with true and false as the connection comes and goes
export function listen(handlers, connected) {
  let source;
  let heard = Date.now();
  const open = () => {
    heard = Date.now();
    source = new EventSource(EVENTS);
    source.onopen = () => connected(true);
    source.onerror = retry;
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => {
        heard = Date.now();
        handle(JSON.parse(event.data));
      });
    }
  };
  const retry = () => {
    source.close();
    connected(false);
    setTimeout(open, RECONNECT_MS);
  };
  open();
  // A frozen stack keeps its sockets open, so the second's `load` is what tells that it lives.
  setInterval(() => {
    if (source.readyState === EventSource.OPEN && Date.now() - heard > SILENCE_MAX_MS) retry();
  }, RECONNECT_MS);
}

/// Reads a JSON document of the console. Throws what went wrong, in words for a person.
export async function read(path) {
  return (await ask(path, {})).json();
}

/// Gives a command and returns the answer's JSON.
export async function command(path, body = {}) {
  const text = await (await post(path, body)).text();
  return text ? JSON.parse(text) : {};
}

/// Gives a command whose answer comes line by line.
export async function commandLines(path, body, each) {
  const answer = await post(path, body);
  let rest = "";
  for await (const chunk of chunks(answer.body.pipeThrough(new TextDecoderStream()))) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop();
    lines.filter(Boolean).forEach((line) => each(JSON.parse(line)));
  }
  if (rest) each(JSON.parse(rest));
}

function post(path, body) {
  return ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Interlock-Console": "1" },
    body: JSON.stringify(body),
  });
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("The stack does not answer.");
  }
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.detail ?? problem.title ?? `The stack answered ${answer.status}.`);
  }
  return answer;
}

/// Not every browser can iterate over a stream.
async function* chunks(stream) {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
