import type { Check, CheckName, Figures, PreflightReport, Verdict } from "./api.ts";

/** The requested values, with which the figures are compared. */
export interface Wanted {
  width: number;
  height: number;
  frameRate: number;
  audioOnly: boolean;
}

/** All checks, in the order in which a participant can act on them. */
export function checksOf(figures: Figures, wanted: Wanted, failure: string | null): Check[] {
  const checks: Check[] = [
    failure === null
      ? { name: "server", verdict: "pass", text: "The call was set up." }
      : { name: "server", verdict: "fail", text: failure },
  ];
  if (!wanted.audioOnly) checks.push(camera(figures.camera, wanted));
  checks.push(microphone(figures.microphone), noise(figures.microphone), echo(figures.echo));
  checks.push(...network(figures.network));
  if (!wanted.audioOnly) checks.push(encoder(figures, wanted));
  return checks;
}

export function verdictOf(checks: readonly Check[]): PreflightReport["verdict"] {
  const verdicts = checks.map(({ verdict }) => verdict);
  if (verdicts.includes("fail")) return "fail";
  return verdicts.includes("warn") || verdicts.includes("unknown") ? "warn" : "pass";
}

const NO_CALL = "The call was too short to measure.";

function unknown(name: CheckName, text: string): Check {
  return { name, verdict: "unknown", text };
}

/** The worst result that applies, or else `pass`. */
function judged(name: CheckName, value: number, unit: string, pass: string, ...rules: Array<[applies: boolean, verdict: Verdict, text: string]>): Check {
  const [, verdict, text] = rules.find(([applies]) => applies) ?? [true, "pass" as Verdict, pass];
  return { name, verdict, value, unit, text };
}

function camera(figures: Figures["camera"], wanted: Wanted): Check {
  if (!figures) return unknown("camera", "The camera's picture could not be checked.");
  const { width, height, framesPerSecond, brightness } = figures;
  const picture = `${width} × ${height}, ${Math.round(framesPerSecond)} frames per second`;
  return judged("camera", Math.round(framesPerSecond), "frames per second", `The camera delivers ${picture}.`,
    [framesPerSecond < 5, "fail", `The camera hardly delivers a picture (${picture}). Close other programs that use it.`],
    [brightness < 0.04, "warn", `The picture is black (${picture}). Is the camera covered?`],
    [brightness < 0.12, "warn", `The picture is dark (${picture}). Turn on a light in front of you.`],
    [framesPerSecond < (2 / 3) * wanted.frameRate, "warn", `The camera delivers only ${picture}. More light often helps.`],
    [width * height < (wanted.width * wanted.height) / 2, "warn", `The picture is smaller than the requested ${wanted.width} × ${wanted.height}: ${picture}.`],
  );
}

function microphone(figures: Figures["microphone"]): Check {
  if (!figures) return unknown("microphone", "The microphone could not be checked.");
  const { speech, clipped } = figures;
  return judged("microphone", speech, "dBFS", "Your voice is loud enough.",
    [speech < -65, "fail", "The microphone hears nothing. Is the right microphone chosen, and is it switched on?"],
    [clipped > 0.02, "warn", "Your voice is too loud and distorted. Turn the microphone's level down, or move away from it."],
    [speech < -45, "warn", "Your voice is very quiet. Move closer to the microphone, or turn its level up."],
  );
}

function noise(figures: Figures["microphone"]): Check {
  if (!figures) return unknown("noise", "The microphone could not be checked.");
  const distance = figures.speech - figures.noise;
  return judged("noise", figures.noise, "dBFS", "It is quiet enough around you.",
    [distance < 6, "warn", "Your voice cannot be distinguished from the noise around you. Did you speak? Is there a quieter place?"],
    [figures.noise > -45 || distance < 15, "warn", "It is noisy around you. Close windows, switch off fans, or use a headset."],
  );
}

function echo(figures: Figures["echo"]): Check {
  if (!figures) return unknown("echo", "The test sound could not be played.");
  return judged("echo", figures.level, "dB", "The microphone does not hear the loudspeaker.",
    [figures.heard, "warn", "The microphone hears your loudspeaker: others would hear themselves. Use headphones, or turn the sound down."],
  );
}

function network(figures: Figures["network"]): Check[] {
  const names: CheckName[] = ["uplink", "loss", "jitter", "roundTrip"];
  if (!figures) return names.map((name) => unknown(name, NO_CALL));
  const { sent, target, lossDown, lossUp, jitter, roundTrip } = figures;
  const uplink = Math.max(sent, target ?? 0);
  const loss = Math.round(Math.max(lossUp ?? 0, lossDown) * 1000) / 10;
  return [
    judged("uplink", uplink, "kbit/s", "Your connection is fast enough for your picture and sound.",
      // Some browsers do not report the rate that they could send, and a simple picture needs little.
      [target === undefined && uplink >= 200 && loss <= 1, "pass", "Your connection was fast enough for your picture."],
      [target === undefined && loss <= 1, "unknown", "This browser does not report how much more it could send."],
      [uplink < 200, "fail", "Your connection is too slow to send your picture. Use a cable or another network."],
      [uplink < 500, "warn", "Your connection is slow: your picture will be coarse. Stop downloads, or use a cable."]),
    judged("loss", loss, "%", "Hardly any data is lost.",
      [loss > 5, "fail", "Too much data is lost. Use a cable, or move closer to the access point."],
      [loss > 1, "warn", "Some data is lost. A cable, or a place closer to the access point, would help."],
      [lossUp === undefined, "unknown", "The server did not report how much of your data arrived."]),
    judged("jitter", jitter, "ms", "Data arrives steadily.",
      [jitter > 100, "fail", "Data arrives so unsteadily that the call will stutter. Use a cable or another network."],
      [jitter > 30, "warn", "Data arrives unsteadily. A cable would help."]),
    roundTrip === undefined
      ? unknown("roundTrip", "The time to the server and back was not reported.")
      : judged("roundTrip", roundTrip, "ms", "The server answers fast enough.",
        [roundTrip > 400, "fail", "The server answers too slowly for a conversation."],
        [roundTrip > 150, "warn", "The server answers slowly. A VPN, if you use one, may be the reason."]),
  ];
}

function encoder({ encoder: figures, network }: Figures, wanted: Wanted): Check {
  if (!network) return unknown("encoder", NO_CALL);
  if (!figures) return unknown("encoder", "The browser does not report how fast it encodes.");
  const share = figures.time / (1000 / wanted.frameRate);
  return judged("encoder", figures.time, "ms per frame", "This device is fast enough.",
    [share > 0.9, "fail", "This device is too slow to encode your picture. Close other programs, or use another one."],
    [share > 0.5 || figures.limitedBy === "cpu", "warn", "This device is busy. Close other programs, and plug in the charger."],
  );
}
