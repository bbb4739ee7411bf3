// A participant made of node-webrtc, that is libwebrtc without a browser around it: encodes a tone and a moving picture, counts what
// it gets.
// Called as participant.cjs says.
const { MediaStream, RTCPeerConnection, nonstandard } = require("@roamhq/wrtc");
const { say, takePart } = require("./participant.cjs");

const pc = new RTCPeerConnection({ iceServers: [], bundlePolicy: "max-bundle" });
pc.onconnectionstatechange = () => say("connection", { state: pc.connectionState });

const voice = new nonstandard.RTCAudioSource();
const camera = new nonstandard.RTCVideoSource();
const stream = new MediaStream([voice.createTrack(), camera.createTrack()]);
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

async function counts() {
  const found = {};
  for (const report of (await pc.getStats()).values()) {
    if (report.type === "inbound-rtp") found[`${report.kind ?? report.mediaType} ${report.ssrc}`] = report.packetsReceived;
  }
  return found;
}

const sendCandidate = takePart(pc, {
  addTracks: () => {
    for (const track of stream.getTracks()) pc.addTrack(track, stream);
  },
  counts,
  timers,
});
pc.onicecandidate = ({ candidate }) => sendCandidate(candidate);
