// Puts the README's code among the tests, so that the compiler checks it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const [, code] = /^```ts\n(.*?)^```$/ms.exec(readme);
const given = `
declare const session: { token(): Promise<string> };
declare const rent: { account: string };
declare const landlord: { account: string };
declare const localStorage: Storage;
declare function show(text: string): void;
`;
mkdirSync(new URL("../test/generated/", import.meta.url), { recursive: true });
writeFileSync(new URL("../test/generated/readme.ts", import.meta.url), code + given);
