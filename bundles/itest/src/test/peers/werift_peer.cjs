// A participant made of werift, an independent implementation of WebRTC: sends RTP of its own, counts what it gets.
// Called as participant.cjs says.
const { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } = require("werift");
const { say, takePart } = require("./participant.cjs");

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

const sendCandidate = takePart(pc, {
  addTracks: () => {
    pc.addTrack(audio);
    pc.addTrack(video);
    // Without a STUN server it asks a public one, and waits five seconds for the answer.
    for (const transport of pc.iceTransports) transport.connection.stunServer = undefined;
  },
  counts: () => counts,
  timers,
});
pc.onIceCandidate.subscribe(sendCandidate);
