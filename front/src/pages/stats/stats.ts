import { byId } from "../shared/view.ts";
import { CURVES, History, load, rows, sentence, title, totals, type Curve, type ServerFigures, type TrackFigures, type Update } from "./figures.ts";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT] = [400, 100];
const CLASSES: Record<Curve, string> = { InputKbs: "in", OutputKbs: "out", TargetKbs: "target" };
const NAMES: Record<Curve, string> = { InputKbs: "received", OutputKbs: "sent on", TargetKbs: "target" };

/** A track's place in the page. */
class TrackView {
  readonly element = element("section", "track");
  private readonly history = new History();
  private readonly paths = new Map<Curve, SVGPathElement>();
  private readonly numbers = new Map<Curve, HTMLElement>();
  private readonly figures = element("dl", "figures");
  private readonly scale = element("p", "scale");

  constructor(first: TrackFigures) {
    const heading = document.createElement("h3");
    heading.textContent = `${first.From}, ${first.Kind}`;
    const plot = document.createElementNS(SVG, "svg");
    plot.setAttribute("class", "plot");
    plot.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    plot.setAttribute("preserveAspectRatio", "none");
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", `Bitrates of ${first.From}'s ${first.Kind} in the last two minutes`);
    const legend = element("p", "legend");
    for (const curve of CURVES) {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", CLASSES[curve]);
      plot.append(path);
      this.paths.set(curve, path);
      const number = element("span", CLASSES[curve]);
      legend.append(number);
      this.numbers.set(curve, number);
    }
    this.scale.setAttribute("aria-hidden", "true");
    const box = element("div", "box");
    box.append(plot, this.scale);
    this.element.append(heading, box, legend, this.figures);
  }

  show(figures: TrackFigures): void {
    this.history.add(figures);
    this.scale.textContent = `${Math.round(this.history.highest() * 1.1)} kbit/s`;
    for (const curve of CURVES) {
      this.paths.get(curve)?.setAttribute("d", this.history.path(curve, WIDTH, HEIGHT));
      const number = this.numbers.get(curve);
      if (number) {
        number.textContent = `${NAMES[curve]} ${figures[curve]} kbit/s`;
        number.hidden = curve === "TargetKbs" && figures[curve] === 0;
      }
    }
    this.figures.replaceChildren(
      ...rows(figures).map(([label, value]) => {
        const row = document.createElement("div");
        const [name, figure] = [document.createElement("dt"), document.createElement("dd")];
        [name.textContent, figure.textContent] = [label, value];
        row.append(name, figure);
        return row;
      }),
    );
  }
}

/** The part of the page for one interaction. Ended tracks are removed from it. */
class InteractionView {
  readonly element = element("article", "interaction");
  private readonly grid = element("div", "tracks");
  private readonly totals = element("p", "totals quiet");
  private readonly tracks = new Map<string, TrackView>();

  constructor(name: string) {
    const heading = document.createElement("h2");
    heading.textContent = title(name);
    this.element.append(heading, this.totals, this.grid);
  }

  show(tracks: Record<string, TrackFigures>): void {
    this.totals.textContent = totals(tracks);
    for (const [id, view] of this.tracks) {
      if (!(id in tracks)) {
        view.element.remove();
        this.tracks.delete(id);
      }
    }
    for (const [id, figures] of Object.entries(tracks)) {
      let view = this.tracks.get(id);
      if (!view) {
        view = new TrackView(figures);
        this.tracks.set(id, view);
        this.grid.append(view.element);
      }
      view.show(figures);
    }
  }
}

const views = new Map<string, InteractionView>();
let silence: number | undefined;
let failures = 0;

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function tell(state: string, sentence: string): void {
  document.documentElement.dataset["state"] = state;
  // A screen reader reads the text again each time it is set.
  if (byId("status").textContent !== sentence) byId("status").textContent = sentence;
}

function show(update: Update, server?: ServerFigures): void {
  for (const [name, view] of views) {
    if (!(name in update)) {
      view.element.remove();
      views.delete(name);
    }
  }
  for (const [name, tracks] of Object.entries(update)) {
    let view = views.get(name);
    if (!view) {
      view = new InteractionView(name);
      views.set(name, view);
      byId("interactions").append(view.element);
    }
    view.show(tracks);
  }
  const count = Object.keys(update).length;
  tell(count ? "running" : "idle", sentence(count));
  byId("server").textContent = load(server);
  // The feed sends nothing while there is no interaction.
  window.clearTimeout(silence);
  if (count) silence = window.setTimeout(() => show({}), 3000);
}

function connect(): void {
  const url = new URL("../ws?type=stats", window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  socket.addEventListener("open", () => {
    failures = 0;
    show({});
  });
  socket.addEventListener("message", (event: MessageEvent<string>) => {
    const { kind, payload, server } = JSON.parse(event.data) as { kind: string; payload: Update; server?: ServerFigures };
    if (kind === "update") show(payload, server);
  });
  socket.addEventListener("close", (event) => {
    if (event.code === 1008) return tell("error", `Not available: ${event.reason}.`);
    show({});
    failures += 1;
    // A browser does not tell a script the reason. The login of a page that was open for a day also expires.
    const help = failures > 5 ? " Reload the page if this lasts: the login may have expired." : "";
    tell("connecting", `The server does not answer. Trying again…${help}`);
    window.setTimeout(connect, 2000);
  });
}

connect();
