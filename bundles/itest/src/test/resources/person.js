// Injected into pages that listen: somebody in a room, who is silent until a page asks them to speak, and hears what the page
// plays. `roomEcho` is how much of that comes back into the microphone.
(() => {
  const { mediaDevices } = navigator;
  if (!mediaDevices) return;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  const connect = AudioNode.prototype.connect;
  let room;
  window.roomEcho = 0;

  const air = () => {
    if (room) return room;
    const context = new AudioContext();
    const microphone = context.createMediaStreamDestination();
    const noise = context.createBuffer(1, context.sampleRate, context.sampleRate);
    noise.getChannelData(0).forEach((_, i, samples) => (samples[i] = 0.0015 * (2 * Math.random() - 1)));
    const fan = context.createBufferSource();
    fan.buffer = noise;
    fan.loop = true;
    fan.connect(microphone);
    fan.start();
    const voice = context.createOscillator();
    const mouth = context.createGain();
    voice.frequency.value = 200;
    mouth.gain.value = 0;
    voice.connect(mouth).connect(microphone);
    voice.start();
    setInterval(() => (mouth.gain.value = document.querySelector('[data-phase="speak"]') ? 0.2 : 0), 20);
    room = { context, microphone };
    return room;
  };

  AudioNode.prototype.connect = function (target, ...rest) {
    if (target instanceof AudioDestinationNode && room && this.context !== room.context && window.roomEcho > 0) {
      const loudspeaker = this.context.createMediaStreamDestination();
      connect.call(this, loudspeaker);
      const wall = room.context.createDelay();
      wall.delayTime.value = 0.05;
      const loss = room.context.createGain();
      loss.gain.value = window.roomEcho;
      room.context.createMediaStreamSource(loudspeaker.stream).connect(wall).connect(loss).connect(room.microphone);
    }
    return connect.call(this, target, ...rest);
  };

  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints);
    const { microphone } = air();
    for (const track of stream.getAudioTracks()) {
      track.stop();
      stream.removeTrack(track);
      stream.addTrack(microphone.stream.getAudioTracks()[0].clone());
    }
    return stream;
  };
})();
