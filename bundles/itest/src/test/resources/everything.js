// Keeps everything that a participant's page can read of a call: each message of its socket in either direction, the player's
// events, both session descriptions, all statistics at several times, what its elements say of the frames they show, and the
// page's network log. Nothing is judged here.
(() => {
  const kept = { messages: [], looks: [], frames: [], log: [] };
  const connections = [];
  window.everything = () => ({ ...kept, events: window.ducksoupEvents, log: networkLog() });

  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...options) {
      super(...options);
      this.addEventListener("message", ({ data }) => kept.messages.push({ t: performance.now(), way: "in", text: String(data) }));
      this.addEventListener("close", ({ code, reason, wasClean }) =>
        kept.messages.push({ t: performance.now(), way: "in", text: JSON.stringify({ kind: "socket closed", payload: { code, reason, wasClean } }) }),
      );
    }
    send(data) {
      kept.messages.push({ t: performance.now(), way: "out", text: String(data) });
      return super.send(data);
    }
  };

  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(...options) {
      super(...options);
      connections.push(this);
    }
  };

  const networkLog = () =>
    performance.getEntries().map(({ name, entryType, initiatorType, transferSize, encodedBodySize, decodedBodySize, responseStatus }) => ({
      name, entryType, initiatorType, transferSize, encodedBodySize, decodedBodySize, responseStatus,
    }));

  // Each frame of another's picture: when it came, and what the browser says of it.
  const watched = new Set();
  setInterval(() => {
    for (const video of document.querySelectorAll("video[data-stream-id]")) {
      if (watched.has(video)) continue;
      watched.add(video);
      const onFrame = (now, meta) => {
        const { processingDuration, presentedFrames, receiveTime, captureTime, rtpTimestamp, width, height } = meta;
        kept.frames.push({ t: now, processingDuration, presentedFrames, receiveTime, captureTime, rtpTimestamp, width, height });
        video.requestVideoFrameCallback(onFrame);
      };
      video.requestVideoFrameCallback(onFrame);
    }
  }, 50);

  const look = async () => {
    const connection = connections.at(-1);
    const t = performance.now();
    const stats = [...(await connection.getStats()).values()];
    const { signalingState, iceConnectionState, connectionState, iceGatheringState } = connection;
    kept.looks.push({
      t,
      connections: connections.length,
      states: { signalingState, iceConnectionState, connectionState, iceGatheringState },
      local: connection.localDescription?.sdp ?? "",
      remote: connection.remoteDescription?.sdp ?? "",
      stats,
      receivers: connection.getReceivers().map((receiver) => ({
        kind: receiver.track.kind,
        muted: receiver.track.muted,
        readyState: receiver.track.readyState,
        sources: receiver.getSynchronizationSources().map(({ audioLevel, rtpTimestamp }) => ({ audioLevel, rtpTimestamp })),
        parameters: receiver.getParameters(),
      })),
      senders: connection.getSenders().map((sender) => ({ kind: sender.track?.kind ?? "none", parameters: sender.getParameters() })),
      elements: [...document.querySelectorAll("video[data-stream-id], audio[data-stream-id]")].map((element) => {
        const quality = element.getVideoPlaybackQuality?.();
        return {
          kind: element.tagName,
          width: element.videoWidth,
          height: element.videoHeight,
          readyState: element.readyState,
          currentTime: element.currentTime,
          total: quality?.totalVideoFrames,
          dropped: quality?.droppedVideoFrames,
          corrupted: quality?.corruptedVideoFrames,
        };
      }),
    });
  };

  // The looks begin with the call, so that they are at the same places of it in each run.
  const begin = setInterval(() => {
    const start = window.ducksoupEvents?.find(({ kind }) => kind === "start");
    if (!start) return;
    clearInterval(begin);
    for (const after of [800, 2100, 3400, 4700, 6000]) setTimeout(look, start.t + after - performance.now());
  }, 5);
})();
