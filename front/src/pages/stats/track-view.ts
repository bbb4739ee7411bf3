import { CURVES, History, rows, type Curve, type TrackFigures } from "./figures.ts";
import { element } from "./elements.ts";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT] = [400, 100];
const CLASSES: Record<Curve, string> = { InputKbs: "in", OutputKbs: "out", TargetKbs: "target" };
const NAMES: Record<Curve, string> = { InputKbs: "received", OutputKbs: "sent on", TargetKbs: "target" };

/** A track's place in the page. */
export class TrackView {
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
