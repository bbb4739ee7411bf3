// A participant made of node-webrtc, that is libwebrtc without a browser around it: encodes a tone and a moving picture, counts what
// it gets.
//
// usage: wrtc_peer.cjs <websocket> <origin> <join payload> <tracks expected> <seconds>
// Prints one line of JSON for each thing a test waits for; ends with exit code 0 when every track has delivered packets.
const { MediaStream, RTCPeerConnection, nonstandard } = require("@roamhq/wrtc");
const WebSocket = require("ws");

const [url, origin, join, expectedText, secondsText] = process.argv.slice(2);
const expected = Number(expectedText);
const say = (event, values = {}) => console.log(JSON.stringify({ event, ...values }));

const pc = new RTCPeerConnection({ iceServers: [], bundlePolicy: "max-bundle" });
pc.onconnectionstatechange = () => say("connection", { state: pc.connectionState });

const voice = new nonstandard.RTCAudioSource();
const camera = new nonstandard.RTCVideoSource();
const stream = new MediaStream([voice.createTrack(), camera.createTrack()]);
let added = false;
let ticks = 0;
const WIDTH = 320;
const HEIGHT = 240;
const timers = [
  setInterval(() => {
    const samples = new Int16Array(480);
    for (let i = 0; i < samples.length; i++) samples[i] = 8000 * Math.sin((2 * Math.PI * 440 * (ticks * 480 + i)) / 48000);
    ticks++;
    voice.onData({ samples, sampleRate: 48000, bitsPerSample: 16, channelCount: 1, numberOfFrames: 480 });
  }, 10),
  setInterval(() => {
    const data = new Uint8ClampedArray((WIDTH * HEIGHT * 3) / 2).fill(128);
    data.fill(16 + (ticks % 200), 0, WIDTH * HEIGHT);
    camera.onFrame({ width: WIDTH, height: HEIGHT, data });
  }, 40),
];

const socket = new WebSocket(url, { origin });
const send = (kind, payload) => socket.send(JSON.stringify({ kind, payload }));
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
          for (const track of stream.getTracks()) pc.addTrack(track, stream);
        }
        await pc.setLocalDescription(await pc.createAnswer());
        send("client_answer", JSON.stringify({ type: "answer", sdp: pc.localDescription.sdp }));
      } else if (frame.kind === "candidate") {
        await pc.addIceCandidate(JSON.parse(frame.payload));
      }
    })
    .catch((cause) => say("failed", { cause: String(cause?.stack ?? cause) }));
});
pc.onicecandidate = ({ candidate }) => {
  if (candidate?.candidate) send("client_ice_candidate", JSON.stringify(candidate));
};

async function counts() {
  const found = {};
  for (const report of (await pc.getStats()).values()) {
    if (report.type === "inbound-rtp") found[`${report.kind ?? report.mediaType} ${report.ssrc}`] = report.packetsReceived;
  }
  return found;
}
const deadline = Date.now() + Number(secondsText) * 1000;
const check = setInterval(async () => {
  const now = await counts();
  const complete = Object.keys(now).length >= expected && Object.values(now).every((count) => count >= 5);
  if (!complete && Date.now() < deadline && socket.readyState <= WebSocket.OPEN) return;
  clearInterval(check);
  timers.forEach(clearInterval);
  say("counts", { counts: now });
  if (socket.readyState === WebSocket.OPEN) send("stop");
  setTimeout(() => process.exit(complete ? 0 : 1), 200);
}, 500);
