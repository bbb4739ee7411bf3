// A page with ?beat=1 sends a beep and a flash of one instant, once a second, in place of its microphone and its camera. Every
// page notes when it hears the middle of each beep, and when it sees each flash begin: in milliseconds of a clock that all
// pages of a machine share.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  window.heard = { own: [], others: [] };
  window.seen = { own: [], others: [] };

  const listen = (stream, times) => {
    const context = new AudioContext({ sampleRate: 48000 });
    const blocks = context.createScriptProcessor(256, 1, 1);
    let offsets = [];
    let energy = 0;
    let moment = 0;
    let last = 0;
    blocks.onaudioprocess = ({ playbackTime, inputBuffer }) => {
      // The least delayed of the newest calls tells how the clocks of sound and page relate.
      offsets = [...offsets.slice(-400), now() - playbackTime * 1000];
      const samples = inputBuffer.getChannelData(0);
      const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      const at = playbackTime * 1000 + (samples.length / 2 / context.sampleRate) * 1000;
      if (loudness > 0.05) {
        energy += loudness;
        moment += loudness * at;
        last = at;
      } else if (energy > 0 && at - last > 150) {
        times.push(moment / energy + Math.min(...offsets));
        energy = moment = 0;
      }
    };
    context.createMediaStreamSource(stream).connect(blocks).connect(context.destination);
  };

  const watch = (video, times) => {
    const canvas = new OffscreenCanvas(8, 8);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    let bright = false;
    const onFrame = (shown) => {
      context.drawImage(video, 0, 0, 8, 8);
      const [red, green, blue] = context.getImageData(4, 4, 1, 1).data;
      const isBright = red + green + blue > 380;
      if (isBright && !bright) times.push(performance.timeOrigin + shown);
      bright = isBright;
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  };

  const known = new Set();
  setInterval(() => {
    for (const element of document.querySelectorAll("video[data-stream-id], audio[data-stream-id]")) {
      if (known.has(element)) continue;
      known.add(element);
      if (element.tagName === "AUDIO") listen(element.srcObject, window.heard.others);
      else watch(element, window.seen.others);
    }
  }, 50);

  if (!new URLSearchParams(location.search).has("beat") || !navigator.mediaDevices) return;

  const beeping = () => {
    const context = new AudioContext({ sampleRate: 48000 });
    const microphone = context.createMediaStreamDestination();
    const tone = context.createOscillator();
    const mouth = context.createGain();
    tone.frequency.value = 1500;
    mouth.gain.value = 0;
    tone.connect(mouth).connect(microphone);
    tone.start();
    return { context, mouth, stream: microphone.stream };
  };

  navigator.mediaDevices.getUserMedia = async () => {
    const { context, mouth, stream } = beeping();
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
    const picture = canvas.getContext("2d");
    let next = Math.ceil(context.currentTime) + 1;
    let frame = 0;
    let bright = false;
    setInterval(() => {
      const time = context.currentTime;
      if (time > next - 0.3) {
        mouth.gain.setValueAtTime(0.8, next);
        mouth.gain.setValueAtTime(0, next + 0.04);
        next++;
      }
      const flash = time > 1 && time - Math.floor(time) < 0.15;
      if (flash && !bright) window.seen.own.push(now());
      bright = flash;
      picture.fillStyle = flash ? "#ffffff" : `rgb(${frame++ % 64}, 20, 40)`;
      picture.fillRect(0, 0, 320, 240);
    }, 33);
    const all = new MediaStream([...canvas.captureStream(30).getVideoTracks(), ...stream.getAudioTracks()]);
    listen(stream, window.heard.own);
    return all;
  };
})();
