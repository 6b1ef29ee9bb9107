import { Interlock, settlement, stockDecrement } from "@interlock-dev/client";

const interlock = new Interlock({ url: "https://api.example.com", token: () => "token" });
const order = stockDecrement({ location: "b0000000-0000-4000-8000-000000000001", lines: [{ sku: "CUP-1", quantity: 9 }] });

/** Each reason has the members of its own problem, and no reason is left out. */
export async function missing(): Promise<string[]> {
  const result = await interlock.send(order);
  switch (result.kind) {
    case "accepted":
      return result.body.lines.filter((line) => line.onHand === 0).map((line) => line.sku);
    case "refused":
      switch (result.reason) {
        case "insufficient-stock":
          return result.problem.shortages.map((shortage) => shortage.sku);
        case "not-found":
          return "sku" in result.problem ? [result.problem.sku] : [];
        case "role-insufficient":
          return [];
        case "other":
          return [result.problem.type];
      }
    case "rejected":
      return result.reason === "malformed-request" ? result.problem.violations.map((each) => each.pointer) : [];
    case "not-written":
      return [];
    case "unknown":
      return [result.command.key];
  }
}

/** What was paid out of a hold, by this call or, if it came too late, by an earlier one. */
export async function paid(id: string, amount: number): Promise<number | undefined> {
  const result = await interlock.send(settlement({ hold: id, amount }));
  if (result.kind === "accepted") {
    return result.body.amount;
  }
  if (result.kind !== "refused") {
    return undefined;
  }
  switch (result.reason) {
    case "amount-exceeds-hold":
      return paid(id, result.problem.held);
    case "hold-settled":
      return (await interlock.hold(id))?.captured;
    case "hold-expired":
    case "account-closed":
    case "balance-limit":
    case "not-found":
    case "role-insufficient":
    case "other":
      return undefined;
  }
}
