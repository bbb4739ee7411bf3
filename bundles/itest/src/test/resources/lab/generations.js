// What pages with the two original generations of ducksoup.js say, written from the wire protocol: neither knows a resume token,
// neither waits for a description to be set before it goes on. ?generation=first builds the peer connection at once and trickles
// before it has answered; ?generation=later builds it from the ICE servers of "joined".
const query = new URLSearchParams(location.search);
const first = query.get("generation") === "first";
const options = JSON.parse(query.get("options"));
const root = document.getElementById("root");
// Every frame, as a line: > to the server, < from it.
window.dialogue = [];
window.ducksoupEvents = [];
let pc;

function connect(configuration, stream, send) {
  pc = new RTCPeerConnection(configuration);
  stream.getTracks().forEach((track) => pc.addTrack(track, stream));
  pc.onicecandidate = ({ candidate }) => candidate && send("client_ice_candidate", candidate);
  pc.onnegotiationneeded = () => !first && pc.currentRemoteDescription && send("client_negotiation_needed", pc.signalingState);
  pc.ontrack = ({ track, streams }) => {
    const element = document.createElement(track.kind);
    element.dataset.streamId = streams[0].id;
    element.autoplay = true;
    element.srcObject = new MediaStream([track]);
    root.append(element);
  };
}

async function run() {
  const constraints = { audio: { echoCancellation: options.size !== 1, autoGainControl: false }, video: { width: { ideal: options.width }, height: { ideal: options.height }, frameRate: { ideal: 15 } } };
  const stream = await navigator.mediaDevices.getUserMedia(constraints);
  const { signalingUrl, ...join } = options;
  const url = first ? signalingUrl : `${signalingUrl}?href=${encodeURIComponent(location.href)}`;
  const socket = new WebSocket(url);
  const send = (kind, payload) => {
    window.dialogue.push(`> ${kind}`);
    const text = payload === undefined || typeof payload === "string" ? payload : JSON.stringify(payload);
    if (socket.readyState === 1) socket.send(JSON.stringify({ kind, payload: text }));
  };
  window.say = send;
  socket.onopen = () => {
    if (first) connect({}, stream, send);
    send("join", join);
  };
  socket.onclose = () => window.ducksoupEvents.push({ t: performance.now(), kind: "closed" });
  socket.onmessage = async ({ data }) => {
    const { kind, payload } = JSON.parse(data);
    window.dialogue.push(`< ${kind}`);
    window.ducksoupEvents.push({ t: performance.now(), kind, payload });
    if (kind === "joined" && !first) connect({ iceServers: payload.iceServers }, stream, send);
    else if (kind === "candidate") pc.addIceCandidate(JSON.parse(payload)).catch(() => {});
    else if (kind === "offer") {
      pc.setRemoteDescription(JSON.parse(payload));
      const answer = await pc.createAnswer();
      const sdp = answer.sdp.replace(/a=fmtp:111 /g, "a=fmtp:111 stereo=0;");
      pc.setLocalDescription(answer);
      send("client_answer", { type: "answer", sdp });
    } else if (kind === "end" || kind.startsWith("error-") || (kind === "files" && first)) {
      stream.getTracks().forEach((track) => track.stop());
      pc?.close();
      socket.close(1000);
    }
  };
}

run();
