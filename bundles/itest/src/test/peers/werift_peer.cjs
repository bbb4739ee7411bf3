// A participant made of werift, an independent implementation of WebRTC: sends RTP of its own, counts what it gets.
//
// usage: werift_peer.cjs <websocket> <origin> <join payload> <tracks expected> <seconds>
// Prints one line of JSON for each thing a test waits for; ends with exit code 0 when every track has delivered packets.
const { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } = require("werift");
const WebSocket = require("ws");

const [url, origin, join, expectedText, secondsText] = process.argv.slice(2);
const expected = Number(expectedText);
const say = (event, values = {}) => console.log(JSON.stringify({ event, ...values }));

const pc = new RTCPeerConnection({
  iceServers: [],
  bundlePolicy: "max-bundle",
  codecs: {
    audio: [new RTCRtpCodecParameters({ mimeType: "audio/opus", clockRate: 48000, channels: 2 })],
    video: [new RTCRtpCodecParameters({ mimeType: "video/VP8", clockRate: 90000, rtcpFeedback: [{ type: "nack", parameter: "pli" }] })],
  },
});
const counts = {};
pc.onTrack.subscribe((track) => {
  track.onReceiveRtp.subscribe(() => {
    const key = `${track.kind} ${track.ssrc ?? track.id}`;
    counts[key] = (counts[key] ?? 0) + 1;
    if (counts[key] === 1) say("first_packet", { track: key });
  });
});
pc.connectionStateChange.subscribe((state) => say("connection", { state }));

const audio = new MediaStreamTrack({ kind: "audio" });
const video = new MediaStreamTrack({ kind: "video" });
let added = false;

// Packets with the shape of Opus and of VP8 key frames; nobody here decodes them.
function sendMedia(track, payloadType, clockPerPacket, payload, interval) {
  let sequenceNumber = 1;
  let timestamp = 1;
  return setInterval(() => {
    const header = new RtpHeader({ sequenceNumber: sequenceNumber++ & 0xffff, timestamp, payloadType, ssrc: 1, marker: true });
    timestamp = (timestamp + clockPerPacket) >>> 0;
    track.writeRtp(new RtpPacket(header, payload).serialize());
  }, interval);
}
const vp8 = Buffer.alloc(300);
Buffer.from([0x10, 0x50, 0x25, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00]).copy(vp8);
const timers = [
  sendMedia(audio, 111, 960, Buffer.from([0xf8, 0xff, 0xfe]), 20),
  sendMedia(video, 96, 3600, vp8, 40),
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
          pc.addTrack(audio);
          pc.addTrack(video);
        }
        await pc.setLocalDescription(await pc.createAnswer());
        send("client_answer", JSON.stringify({ type: "answer", sdp: pc.localDescription.sdp }));
      } else if (frame.kind === "candidate") {
        await pc.addIceCandidate(JSON.parse(frame.payload));
      }
    })
    .catch((cause) => say("failed", { cause: String(cause?.stack ?? cause) }));
});
pc.onIceCandidate.subscribe((candidate) => {
  if (candidate?.candidate) send("client_ice_candidate", JSON.stringify(candidate.toJSON ? candidate.toJSON() : candidate));
});

const isComplete = () => Object.keys(counts).length >= expected && Object.values(counts).every((count) => count >= 5);
const deadline = Date.now() + Number(secondsText) * 1000;
const check = setInterval(() => {
  if (!isComplete() && Date.now() < deadline && socket.readyState <= WebSocket.OPEN) return;
  clearInterval(check);
  timers.forEach(clearInterval);
  say("counts", { counts });
  if (socket.readyState === WebSocket.OPEN) send("stop");
  setTimeout(() => process.exit(isComplete() ? 0 : 1), 200);
}, 500);
