import type { DuckSoupEvent, ErrorReason, PeerOptions, RefusalReason } from "../player/api.ts";
import type { CallMoment, CallReason, CallReport } from "./api.ts";

/** The names of `error` that are not about a device. Browsers have names of their own for devices that do not open. */
const REASONS_OF_ERRORS: Readonly<Record<string, CallReason>> = {
  ServerUnreachableError: "unreachable",
  LocalNetworkAccessError: "unreachable",
  ConnectionLostError: "connection_lost",
  NegotiationError: "not_connected",
  NetworkBlockedError: "not_connected",
};

type End = Pick<CallReport, "reason" | "event" | "cause" | "message">;
type Refusal = { kind: string; payload?: RefusalReason };

/** What happens in a call, and how it ends: the first end counts. */
export class CallRecord {
  private readonly begin: number;
  /** As the server spells it: a page may give a number, or another form of Unicode. */
  private readonly userId: string;
  private readonly moments: CallMoment[] = [];
  private files: string[] = [];
  private hasFiles = false;
  private planned: number | null = null;
  private started: number | null = null;
  private ended: (End & { t: number }) | null = null;

  /** @param now milliseconds of a clock that is not set */
  constructor(
    private readonly peer: Pick<PeerOptions, "interactionName" | "userId">,
    private readonly now: () => number,
  ) {
    this.begin = now();
    this.userId = String(peer.userId).normalize("NFC");
  }

  get isOver(): boolean {
    return this.ended !== null;
  }

  get hasStarted(): boolean {
    return this.started !== null;
  }

  add(event: DuckSoupEvent): void {
    if (this.isOver || event.kind === "stats" || event.kind === "track") return;
    this.note(event.kind, detailOf(event));
    if (event.kind === "start") this.onStart(event.payload);
    if (event.kind === "files") this.onFiles(event.payload);
    const end = this.endOf(event);
    if (end) this.endWith(end);
  }

  /** The page itself ends the call. */
  end(reason: CallReason, message = ""): void {
    if (!this.isOver) this.endWith({ reason, event: "", cause: "", message });
  }

  report(): CallReport {
    const { t, ...end } = this.ended ?? { ...OPEN, t: this.elapsed() };
    return {
      kind: "ducksoup-call",
      version: 1,
      ...end,
      interactionName: String(this.peer.interactionName),
      userId: String(this.peer.userId),
      files: [...this.files],
      planned: this.planned,
      waited: this.started ?? t,
      talked: this.started === null ? 0 : t - this.started,
      reconnections: this.moments.filter(({ kind, detail }) => kind === "joined" && detail === "reconnection").length,
      absences: this.count("other_left"),
      deviceFailures: this.count("device-lost") + this.count("device-muted"),
      events: this.moments.map((moment) => ({ ...moment })),
    };
  }

  /** The first `start` counts: a page that joins anew after a restart of the server has been waiting since then. */
  private onStart(remaining: number | undefined): void {
    this.started ??= this.elapsed();
    if (remaining !== undefined) this.planned ??= Math.round(remaining * 1000);
  }

  private onFiles(files: Record<string, string[]>): void {
    this.hasFiles = true;
    this.files = [...(files[this.userId] ?? [])];
  }

  private endOf(event: DuckSoupEvent): End | null {
    switch (event.kind) {
      case "end":
        return earlyOrNot(event.payload);
      case "error":
        return failed(this.hasStarted ? "connection_lost" : reasonOf(event.payload), event.payload);
      case "error-aborted":
        return this.refused(this.whyAborted(event.payload), event);
      case "error-join":
        return this.refused("refused", event);
      case "error-duplicate":
        return refusal("duplicate", event);
      case "error-full":
        return this.refused("full", event);
      case "error-peer-connection":
        return this.refused("server_failed", event);
      case "closed":
        // Servers of the first generation send "files" and no "end".
        return { ...OPEN, reason: this.hasFiles ? "completed" : "left", event: "closed" };
      default:
        return null;
    }
  }

  /**
   * After the start a refusal meets a participant who comes back, most often to a server that was restarted: the call was
   * there, and is not any more. The one key of `error-join` that is about somebody who was in already is `userId`, when the
   * experimenter has taken the participant out meanwhile.
   */
  private refused(reason: CallReason, event: Refusal): End {
    if (!this.hasStarted) return refusal(reason, event);
    const isRemoved = event.kind === "error-join" && event.payload?.key === "userId";
    return refusal(isRemoved ? "removed" : "connection_lost", event);
  }

  /** What `error-aborted` says of a call that did not start. With the key `size`, the value is a number of participants. */
  private whyAborted({ key, value }: RefusalReason = {}): CallReason {
    // A restarted server knows nothing of the call for which this participant has waited.
    if (key === "interactionName") return "connection_lost";
    if (key === "effect") return "server_failed";
    return key !== "size" && String(value) === this.userId ? "not_connected" : "others_missing";
  }

  private endWith(end: End): void {
    this.ended = { ...end, t: this.elapsed() };
  }

  private note(kind: string, detail: string | undefined): void {
    this.moments.push(detail ? { t: this.elapsed(), kind, detail } : { t: this.elapsed(), kind });
  }

  private elapsed(): number {
    return Math.round(this.now() - this.begin);
  }

  private count(kind: string): number {
    return this.moments.filter((moment) => moment.kind === kind).length;
  }
}

const OPEN: End = { reason: "left", event: "", cause: "", message: "" };

function earlyOrNot(why: RefusalReason | undefined): End {
  if (why === undefined) return { reason: "completed", event: "end", cause: "", message: "" };
  const reason = why.key === "experimenter" ? "stopped" : why.key === "userId" ? "removed" : "ended_early";
  return { reason, event: "end", cause: String(why.value ?? ""), message: why.message ?? "" };
}

function reasonOf({ name }: ErrorReason): CallReason {
  return REASONS_OF_ERRORS[name] ?? "no_devices";
}

function failed(reason: CallReason, { name, message }: ErrorReason): End {
  return { reason, event: "error", cause: name, message };
}

function refusal(reason: CallReason, { kind, payload }: Refusal): End {
  return { reason, event: kind, cause: payload?.key ?? "", message: payload?.message ?? "" };
}

function detailOf(event: DuckSoupEvent): string | undefined {
  switch (event.kind) {
    case "joined":
      return event.payload.context;
    case "other_joined":
    case "other_left":
      return event.payload.userId;
    case "start":
    case "extended":
      return event.payload === undefined ? undefined : String(event.payload);
    case "message":
      return event.payload.text;
    case "device-muted":
    case "device-unmuted":
    case "device-lost":
    case "device-back":
      return `${event.payload.kind} ${event.payload.reason}`;
    case "error":
      return event.payload.name;
    case "error-join":
    case "error-duplicate":
    case "error-full":
    case "error-aborted":
    case "error-peer-connection":
      return event.payload?.key;
    case "end":
      return event.payload === undefined ? undefined : String(event.payload.value ?? "");
    default:
      return undefined;
  }
}
