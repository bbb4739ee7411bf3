// Injected into every page before its own scripts: notes when it joins, and measures what a person would see and hear.
(() => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (typeof data === "string" && data.includes('"kind":"join"')) {
      window.joinSentAt = performance.now();
    }
    return send.call(this, data);
  };

  const connections = [];
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(...options) {
      super(...options);
      connections.push(this);
    }
  };

  // Video frames this page has sent, and how many milliseconds after the player's start event that is.
  window.framesSent = async () => {
    const stats = await connections.at(-1).getStats();
    const t = performance.now() - window.ducksoupEvents.find((event) => event.kind === "start").t;
    for (const report of stats.values()) {
      if (report.type === "outbound-rtp" && report.kind === "video") return { t, frames: report.framesSent };
    }
    return { t, frames: 0 };
  };

  // Resolves with milliseconds from sending the join to the first decoded frame of the element.
  window.firstFrame = (selector) =>
    new Promise((resolve) => {
      const wait = () => {
        const video = document.querySelector(selector);
        if (!video) return requestAnimationFrame(wait);
        video.requestVideoFrameCallback(() => resolve(performance.now() - window.joinSentAt));
      };
      wait();
    });

  // Counts frames for some seconds: how many a second, and the longest time without one.
  window.measureFrames = (selector, seconds) =>
    new Promise((resolve) => {
      const video = document.querySelector(selector);
      const begin = performance.now();
      let last = begin;
      let longestGap = 0;
      let first = null;
      const onFrame = (now, meta) => {
        first ??= meta.presentedFrames;
        longestGap = Math.max(longestGap, now - last);
        last = now;
        if (now - begin >= seconds * 1000) {
          const frames = meta.presentedFrames - first;
          resolve({ fps: (frames * 1000) / (now - begin), longestGap, width: meta.width, height: meta.height });
        } else {
          video.requestVideoFrameCallback(onFrame);
        }
      };
      video.requestVideoFrameCallback(onFrame);
      setTimeout(() => resolve({ fps: 0, longestGap: seconds * 1000, width: 0, height: 0 }), seconds * 1000 + 5000);
    });

  // Mean colour of a square around a point, both as shares of the picture.
  window.colourAt = (selector, x, y) => {
    const video = document.querySelector(selector);
    const canvas = document.createElement("canvas");
    canvas.width = 320;
    canvas.height = 240;
    const context = canvas.getContext("2d");
    context.drawImage(video, 0, 0, 320, 240);
    const data = context.getImageData(x * 320 - 4, y * 240 - 4, 8, 8).data;
    const sum = [0, 0, 0];
    for (let i = 0; i < data.length; i += 4) for (let c = 0; c < 3; c++) sum[c] += data[i + c];
    return sum.map((value) => value / (data.length / 4));
  };

  // Where the yellow square is, as a share of the width, or -1.
  window.squareAt = (selector) => {
    for (let x = 0.02; x < 0.99; x += 0.01) {
      const [r, g, b] = window.colourAt(selector, x, 0.9);
      if (r > 140 && g > 140 && b < 120) return x;
    }
    return -1;
  };

  // The loudest frequency in Hz, and how loud it is in dB, after listening for a moment.
  window.loudestTone = async (selector, milliseconds = 1500) => {
    const stream = document.querySelector(selector).srcObject;
    const context = new AudioContext({ sampleRate: 48000 });
    await context.resume();
    const analyser = context.createAnalyser();
    analyser.fftSize = 32768;
    analyser.smoothingTimeConstant = 0;
    context.createMediaStreamSource(stream).connect(analyser);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    await context.close();
    let best = 1;
    for (let i = 1; i < bins.length; i++) if (bins[i] > bins[best]) best = i;
    return { hertz: (best * 48000) / 32768, decibels: bins[best] };
  };
})();
