import { element, say } from "./elements.ts";
import { title, totals, type TrackFigures } from "./figures.ts";
import { effectsTold, incidentsTitle, incidentTold, missingSentence, newestIncidents, presenceTold, progress, recordingTold, serverTold, type Study } from "./study.ts";
import { TrackView } from "./track-view.ts";

/** The part of the page for one interaction. Ended tracks are removed from it. */
export class InteractionView {
  readonly element = element("article", "interaction");
  private readonly grid = element("div", "tracks");
  private readonly totals = element("p", "totals quiet");
  private readonly tracks = new Map<string, TrackView>();
  private readonly study = new StudyView();

  constructor(name: string) {
    this.element.append(element("h2", "", title(name)), this.study.element, this.totals, this.grid);
  }

  show(tracks: Record<string, TrackFigures>, study: Study | undefined): void {
    if (study) this.study.show(study);
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

/** How long it goes on, whether it is recorded, who is there, what has happened. */
class StudyView {
  readonly element = element("div", "study");
  private readonly progress = element("span", "progress");
  private readonly recording = element("span", "");
  private readonly server = element("span", "quiet");
  private readonly missing = element("p", "warn");
  private readonly people = element("ul", "people");
  private readonly incidentsTitle = element("p", "incidents-title");
  private readonly incidents = element("ul", "incidents");
  private shown = "";

  constructor() {
    const first = element("p", "");
    first.append(this.progress, " ", this.recording, this.server);
    this.element.append(first, this.missing, this.people, this.incidentsTitle, this.incidents);
  }

  show(study: Study): void {
    say(this.progress, progress(study));
    // The rest changes now and then only.
    const { remaining: _, ...rest } = study;
    const text = JSON.stringify(rest);
    if (text === this.shown) return;
    this.shown = text;
    const recording = recordingTold(study);
    this.recording.className = recording.tone;
    this.recording.textContent = recording.text;
    const server = serverTold(study);
    this.server.textContent = server && ` ${server}`;
    this.missing.textContent = missingSentence(study);
    this.missing.hidden = this.missing.textContent === "";
    this.people.replaceChildren(...(study.participants ?? []).map((participant) => {
      const { text, tone } = presenceTold(participant, study.state);
      const item = element("li", "");
      item.append(element("strong", "", participant.userId), " ", element("span", tone, text), " ", element("span", "quiet", effectsTold(participant)));
      return item;
    }));
    this.incidentsTitle.textContent = incidentsTitle(study);
    this.incidents.replaceChildren(...newestIncidents(study).map((incident) => {
      const { text, tone } = incidentTold(incident);
      return element("li", tone, text);
    }));
  }
}
