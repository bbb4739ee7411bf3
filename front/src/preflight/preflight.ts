import type { Check, Figures, PreflightOptions, PreflightReport, Progress } from "./api.ts";
import { Call, optionsOf } from "./call.ts";
import { checksOf, summaryOf, verdictOf, type Wanted } from "./checks.ts";
import { ECHO_SECONDS, ECHO_TIMES, Listener, microphoneFigures, wait } from "./microphone.ts";
import { Camera } from "./picture.ts";
import { PreflightView } from "./view.ts";

const QUIET_SECONDS = 2;
const SPEAK_SECONDS = 4;
/** The duration of the measurement, after the first seconds of the call. */
const NETWORK_SECONDS = 8;

/** See {@link PreflightLibrary.run}. */
export async function run({ peerOptions, mountEl, onProgress }: PreflightOptions): Promise<PreflightReport> {
  const view = mountEl ? new PreflightView(mountEl) : null;
  const tell = (phase: Progress["phase"], seconds: number, sentence: string): void => {
    view?.show({ phase, seconds, sentence });
    onProgress?.({ phase, seconds, sentence });
  };
  const options = optionsOf(peerOptions, `preflight-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`);
  const wanted: Wanted = {
    width: options.width ?? 800,
    height: options.height ?? 600,
    frameRate: options.frameRate ?? options.framerate ?? 30,
    audioOnly: options.audioOnly === true,
  };
  const call = new Call(options);
  tell("devices", 5, "Your browser asks for camera and microphone: please allow both.");
  let failure: string | null = null;
  let figures: Figures = {};
  try {
    const opening = call.open();
    const stream = await Promise.race([call.stream, call.started]);
    if (stream instanceof MediaStream) figures = await measured(call, stream, wanted, view, tell);
    else failure = stream ?? "Camera and microphone did not open.";
    failure ??= await call.started;
    await opening;
  } catch (cause) {
    failure = `The check failed (${String(cause)}).`;
  }
  const report = reportOf(options, checksOf(figures, wanted, failure), figures);
  call.report(report);
  call.close();
  view?.finish(report);
  tell("done", 0, summaryOf(report.checks));
  return report;
}

type Tell = (phase: Progress["phase"], seconds: number, sentence: string) => void;

async function measured(call: Call, stream: MediaStream, wanted: Wanted, view: PreflightView | null, tell: Tell): Promise<Figures> {
  const video = view?.video ?? document.createElement("video");
  video.muted = true;
  video.srcObject = stream;
  await video.play().catch(() => {}); // Without a picture there is nothing to show.
  const camera = new Camera(video);
  const figures: Figures = await heard(stream, tell);
  if ((await call.started) === null) {
    const left = NETWORK_SECONDS - call.figures.seconds;
    tell("network", Math.max(0, left), "Measuring the connection to the server…");
    for (let i = 0; i < NETWORK_SECONDS * 4 && call.figures.seconds < NETWORK_SECONDS; i++) await wait(500);
    const [network, encoder] = [call.figures.network(), call.figures.encoder()];
    if (network) figures.network = network;
    if (encoder) figures.encoder = encoder;
  }
  if (!wanted.audioOnly) figures.camera = camera.figures(figures.encoder?.framesPerSecond ?? 0);
  video.srcObject = null;
  return figures;
}

async function heard(stream: MediaStream, tell: Tell): Promise<Figures> {
  const listener = new Listener(stream);
  try {
    if (!(await listener.ready())) return {};
    tell("quiet", QUIET_SECONDS, "Please be silent for a moment.");
    const quiet = await listener.listen(QUIET_SECONDS * 1000);
    tell("echo", ECHO_SECONDS, "Please stay silent: a test sound is played.");
    const echo = await listener.echo(ECHO_TIMES);
    tell("speak", SPEAK_SECONDS, "Please speak: say the days of the week.");
    const speech = await listener.listen(SPEAK_SECONDS * 1000);
    return { microphone: microphoneFigures(quiet.levels, speech.levels, speech.clipped), echo };
  } finally {
    listener.close();
  }
}

function reportOf({ interactionName, userId }: { interactionName: string; userId: string }, checks: Check[], figures: Figures): PreflightReport {
  return {
    kind: "ducksoup-preflight",
    version: 1,
    verdict: verdictOf(checks),
    time: new Date().toISOString(),
    interactionName,
    userId,
    checks,
    figures,
  };
}
