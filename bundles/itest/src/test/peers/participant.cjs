// What participants in Node have in common: signaling over the socket, and waiting for media.
//
// usage: <script> <websocket> <origin> <join payload> <tracks expected> <seconds>
// Prints one line of JSON for each thing a test waits for, with its second; says "complete" when every track has delivered packets,
// and stays until its input is closed: who leaves early takes its tracks from the others. Ends with exit code 0 if complete.
const WebSocket = require("ws");

const [url, origin, join, expectedText, secondsText] = process.argv.slice(2);
const expected = Number(expectedText);

const begin = Date.now();
exports.say = (event, values = {}) => console.log(JSON.stringify({ second: (Date.now() - begin) / 1000, event, ...values }));

/**
 * @param pc the peer connection
 * @param addTracks called once, with the first offer
 * @param counts gives, perhaps later, the packets received of each track
 * @param timers to be stopped at the end
 * @returns a function that sends a candidate
 */
exports.takePart = (pc, { addTracks, counts, timers }) => {
  const { say } = exports;
  const socket = new WebSocket(url, { origin });
  const send = (kind, payload) => socket.send(JSON.stringify({ kind, payload }));
  let added = false;
  let queue = Promise.resolve();
  socket.on("open", () => send("join", join));
  socket.on("message", (data) => {
    const frame = JSON.parse(data);
    say("frame", { kind: frame.kind });
    queue = queue
      .then(async () => {
        if (frame.kind === "offer") {
          await pc.setRemoteDescription(JSON.parse(frame.payload));
          if (!added) {
            added = true;
            addTracks();
          }
          await pc.setLocalDescription(await pc.createAnswer());
          send("client_answer", JSON.stringify({ type: "answer", sdp: pc.localDescription.sdp }));
        } else if (frame.kind === "candidate") {
          await pc.addIceCandidate(JSON.parse(frame.payload));
        }
      })
      .catch((cause) => say("failed", { cause: String(cause?.stack ?? cause) }));
  });

  let complete = false;
  const leave = async () => {
    clearInterval(check);
    timers.forEach(clearInterval);
    say("counts", { counts: await counts() });
    if (socket.readyState === WebSocket.OPEN) send("stop");
    setTimeout(() => process.exit(complete ? 0 : 1), 200);
  };
  const deadline = Date.now() + Number(secondsText) * 1000;
  const check = setInterval(async () => {
    const now = await counts();
    if (!complete && Object.keys(now).length >= expected && Object.values(now).every((count) => count >= 5)) {
      complete = true;
      say("complete", { counts: now });
    }
    if (Date.now() >= deadline || socket.readyState > WebSocket.OPEN) leave();
  }, 500);
  process.stdin.on("end", leave).resume();

  return (candidate) => {
    if (candidate?.candidate) send("client_ice_candidate", JSON.stringify(candidate.toJSON ? candidate.toJSON() : candidate));
  };
};
