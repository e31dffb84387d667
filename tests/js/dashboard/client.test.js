import assert from "node:assert/strict";
import { test } from "node:test";
import { sentence } from "../../../static/js/dashboard/client.js";
import { Problem } from "../../../static/js/shared/api.js";

test("a problem gives its own sentence", () => {
  assert.equal(sentence(new Problem("Choose another name.", 409)), "Choose another name.");
});

test("a fault of the page is logged, and its message is not shown", (context) => {
  const written = context.mock.method(console, "error", () => undefined);
  const fault = new TypeError("x is undefined");
  assert.match(sentence(fault), /Load it again/);
  assert.deepEqual(written.mock.calls[0]?.arguments, [fault]);
});
