import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, clock, counted, listed } from "../src/pages/shared/words.ts";

test("a countdown shows started seconds, and 0:00 at its end", () => {
  assert.deepEqual([clock(0), clock(-3), clock(0.2), clock(59.5), clock(600), clock(3605)], ["0:00", "0:00", "0:01", "1:00", "10:00", "1:00:05"]);
});

test("sizes have two digits and a unit", () => {
  assert.deepEqual([bytes(0), bytes(999), bytes(1000), bytes(1_234_567), bytes(73_017 * 2 ** 20)], ["0 bytes", "999 bytes", "1 kB", "1.2 MB", "77 GB"]);
  assert.equal(bytes(120_000_000), "120 MB");
});

test("numbers and names read as in a sentence", () => {
  assert.deepEqual([counted(1, "file"), counted(0, "file"), counted(2, "file")], ["1 file", "0 files", "2 files"]);
  assert.deepEqual([listed([]), listed(["ann"]), listed(["ann", "bob"]), listed(["ann", "bob", "cid"])], ["", "ann", "ann and bob", "ann, bob and cid"]);
});
