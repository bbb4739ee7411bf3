import { byId } from "../shared/view.ts";
import type { EffectDescription } from "./chain.ts";
import { countSentence, found, groups, labelOf, type Group } from "./groups.ts";
import { aboutEffect } from "./guide.ts";

/** The list from which an effect is chosen, with its search. */
export class Chooser {
  private readonly list: HTMLSelectElement;
  private readonly search: HTMLInputElement;
  private all: Group[] = [];

  /** @param onChosen the effect is to be added */
  constructor(private readonly kind: "audio" | "video", private readonly onChosen: (effect: EffectDescription) => void) {
    this.list = byId(`${kind}-choice`);
    this.search = byId(`${kind}-search`);
    this.search.addEventListener("input", () => this.draw());
    this.search.addEventListener("keydown", (event) => this.onKey(event));
    this.list.addEventListener("change", () => this.tell());
    this.list.addEventListener("dblclick", () => this.choose());
    this.list.addEventListener("keydown", (event) => this.onKey(event));
    byId(`add-${kind}`).addEventListener("click", () => this.choose());
  }

  offer(effects: readonly EffectDescription[]): void {
    this.all = groups(effects, this.kind);
    this.draw();
  }

  private draw(): void {
    const shown = found(this.all, this.search.value);
    this.list.replaceChildren(...shown.map(optionGroup));
    const first = this.list.options[0];
    if (first) first.selected = true;
    byId(`${this.kind}-count`).textContent = this.search.value.trim() === "" ? "" : countSentence(shown);
    this.tell();
  }

  /** Describes the effect under the list, before it is added. */
  private tell(): void {
    const effect = this.chosen();
    byId(`${this.kind}-about`).textContent = effect ? aboutEffect(effect) : "";
    byId<HTMLButtonElement>(`add-${this.kind}`).disabled = !effect;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key !== "Enter") return;
    // Enter would start the call.
    event.preventDefault();
    this.choose();
  }

  private choose(): void {
    const effect = this.chosen();
    if (effect) this.onChosen(effect);
  }

  private chosen(): EffectDescription | undefined {
    return this.all.flatMap(({ effects }) => effects).find(({ name }) => name === this.list.value);
  }
}

function optionGroup({ title, effects }: Group): HTMLOptGroupElement {
  const group = document.createElement("optgroup");
  group.label = title;
  group.append(...effects.map((effect) => new Option(labelOf(effect), effect.name)));
  return group;
}
