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

  // Has the page send another video codec, as libwebrtc does by itself when an encoder in hardware fails.
  window.sendCodec = async (mimeType) => {
    const sender = connections.at(-1).getSenders().find(({ track }) => track?.kind === "video");
    const parameters = sender.getParameters();
    parameters.encodings[0].codec = { mimeType, clockRate: 90000 };
    await sender.setParameters(parameters);
  };

  // Totals of what the network did to this page's media.
  window.networkTotals = async () => {
    const totals = { freezes: 0, concealed: 0, samples: 0, bytesSent: 0, bytesReceived: 0, frames: 0, nacks: 0, retransmitted: 0, available: 0 };
    for (const report of (await connections.at(-1).getStats()).values()) {
      if (report.type === "inbound-rtp" && report.kind === "video") {
        totals.freezes += report.freezeCount ?? 0;
        totals.frames += report.framesDecoded ?? 0;
        totals.nacks += report.nackCount ?? 0;
      } else if (report.type === "inbound-rtp") {
        totals.concealed += report.concealedSamples ?? 0;
        totals.samples += report.totalSamplesReceived ?? 0;
      } else if (report.type === "outbound-rtp") {
        totals.retransmitted += report.retransmittedPacketsSent ?? 0;
      } else if (report.type === "candidate-pair" && report.nominated) {
        totals.available = report.availableOutgoingBitrate ?? 0;
      } else if (report.type === "transport") {
        totals.bytesSent += report.bytesSent;
        totals.bytesReceived += report.bytesReceived;
      }
    }
    return totals;
  };

  // How the candidate that is in use reaches its relay.
  window.relayProtocol = async () => {
    const reports = await connections.at(-1).getStats();
    const transport = [...reports.values()].find((report) => report.type === "transport");
    const pair = reports.get(transport.selectedCandidatePairId);
    return reports.get(pair.localCandidateId).relayProtocol ?? null;
  };

  // What Tab should reach: everything that can be used and is seen, in the order of the document.
  let controls = [];
  window.listControls = () => {
    const usable = "a[href], button:enabled, input:enabled, select:enabled, summary, [tabindex='0']";
    controls = [...document.querySelectorAll(usable)].filter((element) => element.checkVisibility());
    return controls.length;
  };
  window.describeFocus = () => {
    const element = document.activeElement;
    const name = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent;
    const labelled = document.getElementById(element.getAttribute("aria-labelledby") ?? "")?.textContent;
    return {
      index: controls.indexOf(element), tag: element.tagName, id: element.id,
      name: (labelled ?? name).trim(), outline: getComputedStyle(element).outlineStyle,
    };
  };

  // Resolves, with its payload, when the player has told its n-th event of a kind, counted after the first `skip` events.
  // Whether this page can show a frame of a stream of its own within some time.
  window.localFrames = (stream, patience) =>
    new Promise((resolve) => {
      const video = Object.assign(document.createElement("video"), { muted: true, srcObject: stream });
      video.requestVideoFrameCallback(() => resolve(true));
      setTimeout(() => resolve(false), patience);
      void video.play();
    });

  window.awaitEvent = (kind, n = 1, skip = 0, patience = 30000) =>
    new Promise((resolve, reject) => {
      const begin = performance.now();
      const look = () => {
        const events = (window.ducksoupEvents ?? []).slice(skip);
        const found = events.filter((event) => event.kind === kind)[n - 1];
        if (found) resolve(found.payload ?? null);
        else if (performance.now() - begin < patience) setTimeout(look, 20);
        else reject(new Error(`no ${kind} after ${patience} ms: ${events.map((event) => event.kind)}`));
      };
      look();
    });

  const decoded = async () => {
    const frames = new Map();
    for (const report of (await connections.at(-1).getStats()).values()) {
      if (report.type === "inbound-rtp" && report.kind === "video") frames.set(report.trackIdentifier, report.framesDecoded);
    }
    return frames;
  };

  // What the browser's own statistics say arrived within a moment: for where no sound card lets us listen.
  window.arrived = async (milliseconds) => {
    const sum = async () => {
      const total = { frames: 0, audioPackets: 0 };
      for (const report of (await connections.at(-1).getStats()).values()) {
        if (report.type !== "inbound-rtp") continue;
        if (report.kind === "video") total.frames += report.framesDecoded ?? 0;
        else total.audioPackets += report.packetsReceived;
      }
      return total;
    };
    const before = await sum();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    const after = await sum();
    return { frames: after.frames - before.frames, audioPackets: after.audioPackets - before.audioPackets };
  };

  const framesAndPackets = async () => {
    let sum = 0;
    for (const report of (await connections.at(-1).getStats()).values()) {
      if (report.type === "inbound-rtp") sum += report.kind === "video" ? (report.framesDecoded ?? 0) : report.packetsReceived;
    }
    return sum;
  };
  const until = async (milliseconds, patience, fits) => {
    for (const begin = performance.now(); performance.now() - begin < patience; ) {
      const before = await framesAndPackets();
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      if (fits((await framesAndPackets()) - before)) return true;
    }
    return false;
  };
  // Whether nothing arrives for some time, and whether media arrives again, within the patience.
  window.silentFor = (milliseconds, patience) => until(milliseconds, patience, (arrived) => arrived === 0);
  window.arrivesWithin = (patience) => until(500, patience, (arrived) => arrived > 25);

  // What arrives from the others within a moment: one entry per stream, with its frames decoded and its loudest tone.
  window.received = async (milliseconds) => {
    const elements = [...document.querySelectorAll("[data-stream-id] video, video[data-stream-id], audio[data-stream-id]")];
    const names = new Map();
    for (const { kind, payload } of window.ducksoupEvents) if (kind === "other_joined") names.set(payload.streamId, payload.userId);
    const streams = new Map();
    for (const element of elements) {
      const id = element.closest("[data-stream-id]").dataset.streamId;
      const known = streams.get(id) ?? { userId: names.get(id) ?? "", frames: 0, hertz: 0, decibels: -1000, video: 0, audio: 0 };
      streams.set(id, known);
      for (const track of element.srcObject.getTracks()) known[track.kind]++;
    }
    const before = await decoded();
    const tones = elements
      .filter((element) => element.srcObject.getAudioTracks().length > 0)
      .map(async (element) => {
        const tone = await toneOf(element.srcObject, milliseconds);
        Object.assign(streams.get(element.closest("[data-stream-id]").dataset.streamId), tone);
      });
    await Promise.all([...tones, new Promise((resolve) => setTimeout(resolve, milliseconds))]);
    const after = await decoded();
    for (const element of elements) {
      const entry = streams.get(element.closest("[data-stream-id]").dataset.streamId);
      for (const { id } of element.srcObject.getVideoTracks()) entry.frames += (after.get(id) ?? 0) - (before.get(id) ?? 0);
    }
    return [...streams.values()];
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
    const element = document.querySelector(selector);
    // The call is running before the first track is there to be heard.
    for (let i = 0; i < 500 && !element.srcObject; i++) await new Promise((resolve) => setTimeout(resolve, 20));
    return toneOf(element.srcObject, milliseconds);
  };

  const toneOf = async (stream, milliseconds) => {
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
