import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeFrame, encodeFrame } from "../src/player/frames.ts";
import { preferMono } from "../src/player/sdp.ts";

test("payloads of the client are text: objects are JSON inside JSON", () => {
  assert.equal(encodeFrame("stop"), '{"kind":"stop"}');
  assert.equal(encodeFrame("ext_event", "inactive"), '{"kind":"ext_event","payload":"inactive"}');
  assert.equal(encodeFrame("join", { userId: "ann" }), '{"kind":"join","payload":"{\\"userId\\":\\"ann\\"}"}');
  assert.equal(encodeFrame("ext_n", 3), '{"kind":"ext_n","payload":"3"}');
});

test("offer and candidate are parsed twice, the others once", () => {
  const offer = JSON.stringify({ kind: "offer", payload: JSON.stringify({ type: "offer", sdp: "x" }) });
  assert.deepEqual(decodeFrame(offer), { kind: "offer", payload: { type: "offer", sdp: "x" } });
  assert.deepEqual(decodeFrame('{"kind":"start","payload":29}'), { kind: "start", payload: 29 });
  assert.deepEqual(decodeFrame('{"kind":"ending"}'), { kind: "ending" });
});

test("what is no frame is ignored", () => {
  for (const text of ["", "{", "[]", "null", '{"payload":1}', '{"kind":7}', '{"kind":"offer","payload":"{"}', new ArrayBuffer(2)]) {
    assert.equal(decodeFrame(text), null);
  }
});

test("the reason of a refusal becomes its payload, wherever it is", () => {
  const reason = { key: "userId", value: "", message: "userId is empty" };
  assert.deepEqual(decodeFrame(JSON.stringify({ kind: "error-join", payload: { reason } })), { kind: "error-join", payload: reason });
  assert.deepEqual(decodeFrame(JSON.stringify({ kind: "error-join", reason })), { kind: "error-join", payload: reason });
  assert.deepEqual(decodeFrame(JSON.stringify({ kind: "error-join", payload: reason })), { kind: "error-join", payload: reason });
  assert.deepEqual(decodeFrame('{"kind":"error-full"}'), { kind: "error-full", payload: undefined });
});

test("mono is asked for once, and only of Opus", () => {
  const line = "a=fmtp:111 minptime=10;useinbandfec=1";
  assert.equal(preferMono(`m=audio\r\n${line}\r\na=x\r\n`), `m=audio\r\n${line};stereo=0\r\na=x\r\n`);
  assert.equal(preferMono(`${line};stereo=1\r\n`), `${line};stereo=0\r\n`);
  assert.equal(preferMono(`${line};stereo=0\r\n`), `${line};stereo=0\r\n`);
  assert.equal(preferMono("a=fmtp:111 apt=96\r\n"), "a=fmtp:111 apt=96\r\n");
});
