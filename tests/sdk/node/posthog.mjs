// Calls the real posthog-node as the test says on standard input, and prints what went wrong.
import { readFileSync } from "node:fs";
import { PostHog } from "posthog-node";

const { host, key, calls, settings } = JSON.parse(readFileSync(0, "utf8"));
const posthog = new PostHog(key, { host, fetchRetryDelay: 1000, flushInterval: 50, ...settings });
const errors = [];
posthog.on("error", (error) => errors.push(String(error.status ?? error)));
for (const { method, ...fields } of calls) {
  if (fields.timestamp) fields.timestamp = new Date(fields.timestamp);
  posthog[method](fields);
}
await posthog.shutdown(30000).catch((error) => errors.push(String(error.status ?? error)));
console.log(JSON.stringify({ errors }));
