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
  const noFigures = failure === null ? "The call was too short to measure." : "There was no call to measure.";
  checks.push(...network(figures, wanted, noFigures));
  if (!wanted.audioOnly) checks.push(encoder(figures, wanted, noFigures));
  return checks;
}

export function verdictOf(checks: readonly Check[]): PreflightReport["verdict"] {
  const verdicts = checks.map(({ verdict }) => verdict);
  if (verdicts.includes("fail")) return "fail";
  return verdicts.includes("warn") || verdicts.includes("unknown") ? "warn" : "pass";
}

/** The sentence about all checks together. */
export function summaryOf(checks: readonly Check[]): string {
  const verdicts = checks.map(({ verdict }) => verdict);
  if (verdicts.includes("fail")) return "This does not work yet.";
  if (verdicts.includes("warn")) return "It works, but could be better.";
  return verdicts.includes("unknown") ? "It works, but not everything could be measured." : "Everything is fine.";
}

function unknown(name: CheckName, text: string): Check {
  return { name, verdict: "unknown", text };
}

/** The first result that applies, or else `pass`. A figure that says nothing is not shown. */
function judged(name: CheckName, value: number, unit: string, pass: string, ...rules: Array<[applies: boolean, verdict: Verdict, text: string]>): Check {
  const [, verdict, text] = rules.find(([applies]) => applies) ?? [true, "pass" as Verdict, pass];
  return verdict === "unknown" ? unknown(name, text) : { name, verdict, value, unit, text };
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

/** In dB below full scale. A microphone that is on hears more than this, and a room is loud from the second one on. */
const [SILENT, LOUD] = [-65, -45];

/** Whether somebody spoke: a voice is louder than what was there before. */
function isVoice({ speech, noise }: NonNullable<Figures["microphone"]>): boolean {
  return speech - noise >= 6;
}

function microphone(figures: Figures["microphone"]): Check {
  if (!figures) return unknown("microphone", "The microphone could not be checked.");
  const { speech, clipped } = figures;
  if (speech >= SILENT && !isVoice(figures)) return unknown("microphone", "Your voice could not be told from the noise around you. Did you speak?");
  return judged("microphone", speech, "dBFS", "Your voice is loud enough.",
    [speech < SILENT, "fail", "The microphone hears nothing. Is the right microphone chosen, and is it switched on?"],
    [clipped > 0.02, "warn", "Your voice is too loud and distorted. Turn the microphone's level down, or move away from it."],
    [speech < -45, "warn", "Your voice is very quiet. Move closer to the microphone, or turn its level up."],
  );
}

function noise(figures: Figures["microphone"]): Check {
  if (!figures) return unknown("noise", "The microphone could not be checked.");
  if (figures.speech < SILENT) return unknown("noise", "The microphone hears nothing, so the noise could not be measured.");
  const distance = figures.speech - figures.noise;
  return judged("noise", figures.noise, "dBFS", "It is quiet enough around you.",
    [!isVoice(figures) && figures.noise <= LOUD, "unknown", "Nobody spoke, so the noise could not be compared with a voice."],
    [figures.noise > LOUD || distance < 15, "warn", "It is noisy around you. Close windows, switch off fans, or use a headset."],
  );
}

function echo(figures: Figures["echo"]): Check {
  if (!figures) return unknown("echo", "The test sound could not be played.");
  // The level of an echo that was not heard is that of chance.
  if (!figures.heard) return { name: "echo", verdict: "pass", text: "The microphone does not hear the loudspeaker." };
  const text = "The microphone hears your loudspeaker: others would hear themselves. Use headphones, or turn the sound down.";
  return { name: "echo", verdict: "warn", value: figures.level, unit: "dB", text };
}

function network({ network: figures, encoder }: Figures, wanted: Wanted, noFigures: string): Check[] {
  const names: CheckName[] = ["uplink", "loss", "jitter", "roundTrip"];
  if (!figures) return names.map((name) => unknown(name, noFigures));
  const { lossDown, lossUp, jitter, roundTrip } = figures;
  const loss = Math.round(Math.max(lossUp ?? 0, lossDown) * 1000) / 10;
  return [
    wanted.audioOnly ? uplinkOfVoice(figures, loss) : uplink(figures, loss, encoder?.limitedBy === "bandwidth"),
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

/** What the browser says it could send, which single seconds may exceed. A browser that does not say it has sent this much. */
function uplink({ sent, target }: NonNullable<Figures["network"]>, loss: number, isLimited: boolean): Check {
  return judged("uplink", target ?? sent, "kbit/s", "Your connection is fast enough for your picture and sound.",
    [target === undefined && loss > 5, "unknown", "Too much data is lost to tell how fast your connection is."],
    // A simple picture needs little, so a low rate says nothing.
    [target === undefined && sent < 200, "unknown", "This browser does not report how much more it could send."],
    [(target ?? sent) < 200, "fail", "Your connection is too slow to send your picture. Use a cable or another network."],
    [(target ?? 500) < 500, "warn", "Your connection is slow: your picture will be coarse. Stop downloads, or use a cable."],
    [isLimited, "warn", "Your connection is too slow for the whole picture: it is sent smaller. Stop downloads, or use a cable."]);
}

/** A voice needs less than any connection has that carries it at all. */
function uplinkOfVoice({ sent }: NonNullable<Figures["network"]>, loss: number): Check {
  return judged("uplink", sent, "kbit/s", "Your connection is fast enough for your voice.",
    [loss > 5, "unknown", "Too much data is lost to tell how fast your connection is."],
    [sent < 10, "fail", "Your voice is hardly sent. Use a cable or another network."]);
}

function encoder({ encoder: figures, network, camera }: Figures, wanted: Wanted, noFigures: string): Check {
  if (!network) return unknown("encoder", noFigures);
  if (!figures) return unknown("encoder", "The browser does not report how fast it encodes.");
  const share = figures.time / (1000 / wanted.frameRate);
  const expected = Math.min(camera?.framesPerSecond ?? wanted.frameRate, wanted.frameRate);
  const isBehind = figures.framesPerSecond > 0 && figures.framesPerSecond < (2 / 3) * expected && figures.limitedBy !== "bandwidth";
  return judged("encoder", figures.time, "ms per frame", "This device is fast enough.",
    [share > 0.9, "fail", "This device is too slow to encode your picture. Close other programs, or use another one."],
    [isBehind, "warn", `This device sends ${Math.round(figures.framesPerSecond)} of ${Math.round(expected)} frames per second. Close other programs, and plug in the charger.`],
    [share > 0.5 || figures.limitedBy === "cpu", "warn", "This device is busy. Close other programs, and plug in the charger."],
  );
}
