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

/** What happens in a call, and how it ends: the first end counts. */
export class CallRecord {
  private readonly begin: number;
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
    this.files = [...(files[this.peer.userId] ?? [])];
  }

  private endOf(event: DuckSoupEvent): End | null {
    switch (event.kind) {
      case "end":
        return earlyOrNot(event.payload);
      case "error":
        return failed(event.payload);
      case "error-aborted":
        return refusal(event.payload?.value === this.peer.userId ? "not_connected" : "others_missing", event);
      case "error-join":
        return refusal("refused", event);
      case "error-duplicate":
        return refusal("duplicate", event);
      case "error-full":
        return refusal("full", event);
      case "error-peer-connection":
        return refusal("server_failed", event);
      case "closed":
        // Servers of the first generation send "files" and no "end".
        return { ...OPEN, reason: this.hasFiles ? "completed" : "left", event: "closed" };
      default:
        return null;
    }
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

function failed({ name, message }: ErrorReason): End {
  return { reason: REASONS_OF_ERRORS[name] ?? "no_devices", event: "error", cause: name, message };
}

function refusal(reason: CallReason, { kind, payload }: { kind: string; payload?: RefusalReason }): End {
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
