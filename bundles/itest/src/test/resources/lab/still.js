// A camera that gives frames only while window.cameraGives is true; with ?dead=1 it never does.
const opened = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
window.cameraGives = !new URLSearchParams(location.search).has("dead");

navigator.mediaDevices.getUserMedia = async (constraints) => {
  const stream = await opened({ audio: constraints.audio });
  const generator = new MediaStreamTrackGenerator({ kind: "video" });
  const writer = generator.writable.getWriter();
  const canvas = new OffscreenCanvas(320, 240);
  const context = canvas.getContext("2d");
  let number = 0;
  setInterval(() => {
    if (!window.cameraGives) return;
    context.fillStyle = `hsl(${number * 7}, 80%, 50%)`;
    context.fillRect(0, 0, 320, 240);
    const frame = new VideoFrame(canvas, { timestamp: Math.round(performance.now() * 1000) });
    number++;
    writer.write(frame).catch(() => {});
  }, 50);
  stream.addTrack(generator);
  return stream;
};
