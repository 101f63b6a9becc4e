// Sends with the real SDK what the test names in its first argument, and prints what went wrong.
import { Analytics } from "@segment/analytics-node";

const { host, writeKey, calls, flushAt } = JSON.parse(process.argv[2]);
const analytics = new Analytics({ host, writeKey, flushAt: flushAt ?? 15, flushInterval: 50 });
const errors = [];
analytics.on("error", (error) => errors.push(String(error.reason?.message ?? error.code)));
for (const { method, ...fields } of calls) {
  if (fields.timestamp) fields.timestamp = new Date(fields.timestamp);
  analytics[method](fields);
}
await analytics.closeAndFlush({ timeout: 30000 });
console.log(JSON.stringify({ errors }));
