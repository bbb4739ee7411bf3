import { byId } from "../shared/view.ts";
import { element, say } from "./elements.ts";
import { diskSentence, fileCells, runSentence, type RecordedFile, type RecordedRun, type Recordings } from "./recordings.ts";

const EVERY_MILLISECONDS = 10_000;
const COLUMNS = ["Participant", "Form", "Contents", "Duration", "Size", "Gaps"];

const views = new Map<string, RunView>();

/** Shows the newest recordings and the free disk, now and again and again. */
export function followRecordings(): void {
  void load();
  window.setInterval(() => {
    if (document.visibilityState === "visible") void load();
  }, EVERY_MILLISECONDS);
}

/** Also when an interaction has ended, so that its files are there. */
export async function load(): Promise<void> {
  try {
    const answer = await fetch("recordings.json", { cache: "no-store" });
    if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
    show((await answer.json()) as Recordings);
  } catch {
    say(byId("recordings-note"), "The list of recordings is not there at the moment. It is asked for again.");
  }
}

/** Runs that are listed already stay where they are, so that what is open, selected or in focus stays so. */
function show(recordings: Recordings): void {
  const { runs } = recordings;
  say(byId("disk"), diskSentence(recordings));
  say(byId("recordings-note"), runs.length === 0 ? "Nothing has been recorded here." : "");
  for (const [id, view] of views) {
    if (runs.some((run) => run.directory === id)) continue;
    view.element.remove();
    views.delete(id);
  }
  const isFirstList = views.size === 0;
  let next: Element | null = null;
  for (const run of [...runs].reverse()) {
    let view = views.get(run.directory);
    if (!view) {
      // The newest one shows at first what there is to see in each.
      view = new RunView(isFirstList && run === runs[0]);
      views.set(run.directory, view);
      byId("recordings").insertBefore(view.element, next);
    }
    view.show(run);
    next = view.element;
  }
  document.documentElement.dataset["recordings"] = String(runs.length);
}

/** A run with the table of its files. */
class RunView {
  readonly element = document.createElement("details");
  private readonly summary = document.createElement("summary");
  private readonly files = element("div", "files");
  private shown = "";

  constructor(isOpen: boolean) {
    this.element.className = "run";
    this.element.open = isOpen;
    this.element.append(this.summary, this.files);
  }

  show(run: RecordedRun): void {
    const text = JSON.stringify(run);
    if (text === this.shown) return;
    this.shown = text;
    const tone = run.state === "unfinished" || run.state === "unreadable" ? "bad" : "quiet";
    this.summary.replaceChildren(element("strong", "", run.interaction), ` · ${run.namespace} · `, element("span", tone, runSentence(run)));
    this.files.replaceChildren(...(run.files.length > 0 ? [tableOf(run)] : []), element("p", "quiet place", run.directory));
  }
}

function tableOf(run: RecordedRun): HTMLElement {
  const table = document.createElement("table");
  const caption = element("caption", "unseen", `Files of ${run.interaction}`);
  const head = document.createElement("thead");
  head.append(rowOf(COLUMNS.map((column) => {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = column;
    return cell;
  })));
  const body = document.createElement("tbody");
  body.append(...run.files.map(fileRow));
  table.append(caption, head, body);
  return table;
}

function fileRow(file: RecordedFile): HTMLElement {
  const [owner = "", ...rest] = fileCells(file);
  const name = document.createElement("th");
  name.scope = "row";
  name.textContent = owner;
  name.title = file.path;
  // On a phone there is no room for a row of headings.
  const cells = rest.map((text, i) => {
    const cell = element("td", "", text);
    cell.dataset["label"] = COLUMNS[i + 1] ?? "";
    return cell;
  });
  return rowOf([name, ...cells]);
}

function rowOf(cells: HTMLElement[]): HTMLElement {
  const row = document.createElement("tr");
  row.append(...cells);
  return row;
}
