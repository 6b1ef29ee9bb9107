import { transfer } from "@interlock-dev/client";

const rent = { from: "a0000000-0000-4000-8000-000000000001", to: "a0000000-0000-4000-8000-000000000002" };
const { path, key } = transfer({ ...rent, amount: 2500, currency: "EUR" }, { key: "order-1" });
console.log(path, key);
