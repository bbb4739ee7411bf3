import { bytes, clock, counted } from "../shared/words.ts";

/** `/stats/recordings.json`. What is unknown is absent. */
export interface Recordings {
  freeBytes?: number;
  /** The newest first. */
  runs: RecordedRun[];
}

export interface RecordedRun {
  id: string;
  directory: string;
  namespace: string;
  interaction: string;
  state: "active" | "complete" | "salvaged" | "unfinished" | "unreadable";
  startedAt?: string;
  /** Seconds. */
  length: number;
  recordingMode: string;
  endReason?: string;
  incidents: number;
  files: RecordedFile[];
}

/** `duration` and `tracks` are known when the file is complete. */
export interface RecordedFile {
  path: string;
  userId?: string;
  connection?: number;
  tap: "dry" | "wet";
  bytes: number;
  /** Seconds. */
  duration?: number;
  tracks?: string[];
  gaps?: number;
}

const STATES: Record<RecordedRun["state"], string> = {
  active: "still being recorded",
  complete: "complete",
  salvaged: "completed after a crash",
  unfinished: "left unfinished by a crash",
  unreadable: "its manifest cannot be read",
};

/** One line about a run. */
export function runSentence(run: RecordedRun): string {
  const size = run.files.reduce((sum, file) => sum + file.bytes, 0);
  const parts = [
    run.startedAt === undefined ? "" : new Date(run.startedAt).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }),
    clock(run.length),
    STATES[run.state],
    run.files.length === 0 ? "nothing recorded" : `${counted(run.files.length, "file")}, ${bytes(size)}`,
    run.incidents === 0 ? "" : counted(run.incidents, "incident"),
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** The cells of a file's row: whose it is, which form of it, what is in it, how long, how large. */
export function fileCells(file: RecordedFile): string[] {
  return [ownerOf(file), file.tap, contents(file), file.duration === undefined ? "–" : lasts(file.duration), bytes(file.bytes), file.gaps === undefined ? "–" : String(file.gaps)];
}

/** Whose file it is. A file that no manifest explains has its name. */
function ownerOf({ path, userId, connection = 1 }: RecordedFile): string {
  if (userId === undefined) return path.slice(path.lastIndexOf("/") + 1);
  return connection > 1 ? `${userId}, connection ${connection}` : userId;
}

function contents({ path, tracks = [] }: RecordedFile): string {
  const [, kind] = /-(audio|video)-(?:dry|wet)\.\w+$/.exec(path) ?? [];
  const kinds = tracks.length > 0 ? tracks : kind ? [kind] : [];
  const words = [kinds.includes("audio") ? "sound" : "", kinds.includes("video") ? "picture" : ""].filter((word) => word !== "");
  return words.length === 0 ? "–" : words.join(" and ");
}

/** With a tenth of a second: files of one run differ by less than a second. */
function lasts(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  return `${Math.floor(tenths / 600)}:${String(Math.floor((tenths % 600) / 10)).padStart(2, "0")}.${tenths % 10}`;
}

export function diskSentence({ freeBytes }: Recordings): string {
  return freeBytes === undefined ? "The disk does not say how much is free." : `${bytes(freeBytes)} of disk free.`;
}
