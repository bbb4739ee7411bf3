import { byId } from "../shared/view.ts";
import { nameOf, neverSentence, progressSentence, STATE_WORDS, stepStates, type TrialStep } from "./timetable.ts";

/** A plan, as the HTTP API lists it. */
interface Plan {
  name: string;
  sha256: string | null;
  roles: string[];
  conditions: string[];
}

/** A trial, as the HTTP API answers. */
interface Trial {
  code: string;
  plan: Plan;
  role: string;
  condition: string;
  seed: number;
  steps: TrialStep[];
}

const TICK_MS = 200;

/** The page is at `<prefix>/test/mirror/`. The password of the page is none of the API, whose token the operator writes here. */
async function asked<T>(path: string, body?: object): Promise<T> {
  const headers = { Authorization: `Bearer ${byId<HTMLInputElement>("apiToken").value.trim()}` };
  const url = new URL(`../../api/v1/${path}`, window.location.href);
  const request: RequestInit = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
  const answer = await fetch(url, { ...request, credentials: "omit", cache: "no-store" });
  const document: unknown = await answer.json().catch(() => null);
  if (answer.ok) return document as T;
  const { message } = (document as { error?: { message?: string } } | null)?.error ?? {};
  throw new Error(message ?? `The server answered with status ${answer.status}.`);
}

/** The fields with which an operator chooses what to try. */
export class TrialForm {
  private plans: Plan[] = [];
  private readonly plan = byId<HTMLSelectElement>("tryPlan");
  private readonly problem = byId("trial-problem");

  /** @param begin gets the trial that the operator has asked for */
  constructor(begin: (trial: Trial) => void) {
    byId("look-up").addEventListener("click", () => void this.doing(() => this.lookUp()));
    this.plan.addEventListener("change", () => this.choose());
    byId("trial-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.doing(async () => {
        if (this.plans.length === 0) return this.lookUp();
        begin(await this.ask());
      });
    });
  }

  /** Says what went wrong beside the fields. */
  private async doing(task: () => Promise<void>): Promise<void> {
    this.problem.hidden = true;
    try {
      await task();
    } catch (cause) {
      this.problem.textContent = (cause as Error).message;
      this.problem.hidden = false;
    }
  }

  private async lookUp(): Promise<void> {
    this.plans = (await asked<Plan[]>("plans")).filter(({ sha256 }) => sha256 !== null);
    if (this.plans.length === 0) throw new Error("There is no plan that can be used; ducksoup:plan list says what is wrong.");
    fill(this.plan, this.plans.map(({ name }) => name));
    this.choose();
    byId("trial-choice").hidden = false;
    byId("try").hidden = false;
    this.plan.focus();
  }

  private choose(): void {
    const plan = this.plans.find(({ name }) => name === this.plan.value);
    fill(byId("tryRole"), plan?.roles ?? []);
    fill(byId("tryCondition"), plan?.conditions ?? []);
  }

  private ask(): Promise<Trial> {
    const seed = byId<HTMLInputElement>("trySeed").value;
    return asked<Trial>(`plans/${encodeURIComponent(this.plan.value)}/trial`, {
      role: byId<HTMLSelectElement>("tryRole").value,
      condition: byId<HTMLSelectElement>("tryCondition").value,
      ...(seed === "" ? {} : { seed: Number(seed) }),
    });
  }
}

function fill(select: HTMLSelectElement, values: readonly string[]): void {
  select.replaceChildren(...values.map((value) => new Option(value)));
}

/** The timetable beside the pictures, with the step that is under way. */
export class TrialTimetable {
  private readonly list = byId<HTMLOListElement>("timetable-steps");
  private steps: readonly TrialStep[] = [];
  private begun: number | null = null;
  private timer: number | undefined;

  show({ plan, role, condition, seed, steps }: Trial): void {
    this.stop();
    this.steps = steps;
    this.begun = null;
    byId("timetable-of").textContent = `Role ${role} of ${plan.name}, condition ${condition}, seed ${seed}`;
    this.list.replaceChildren(...steps.map(item));
    byId("timetable-note").hidden = !steps.some(({ at, awaits }) => at === null && awaits === null);
    byId("left-out-note").hidden = !steps.some(({ acts }) => acts.some(({ done }) => !done));
    byId("timetable").hidden = false;
    byId("effect").hidden = true;
    this.mark();
  }

  hide(): void {
    this.stop();
    byId("timetable").hidden = true;
    byId("effect").hidden = false;
  }

  /** The call has started. */
  begin(): void {
    if (byId("timetable").hidden) return;
    this.begun = performance.now();
    this.timer = window.setInterval(() => this.mark(), TICK_MS);
    this.mark();
  }

  /** The call is over. The list stays as it was at the end. */
  stop(): void {
    window.clearInterval(this.timer);
  }

  private mark(): void {
    const elapsed = this.begun === null ? null : (performance.now() - this.begun) / 1000;
    byId("timetable-progress").textContent = progressSentence(this.steps, elapsed);
    stepStates(this.steps, elapsed).forEach((state, i) => {
      const line = this.list.children[i] as HTMLElement;
      if (line.dataset["step"] === state) return;
      line.dataset["step"] = state;
      (line.querySelector(".step-state") as HTMLElement).textContent = STATE_WORDS[state];
      if (state !== "now") return line.removeAttribute("aria-current");
      line.setAttribute("aria-current", "step");
      // Only the list moves: the operator looks at the pictures.
      const first = line.previousElementSibling ?? line;
      this.list.scrollTop += first.getBoundingClientRect().top - this.list.getBoundingClientRect().top;
    });
  }
}

function item(step: TrialStep): HTMLLIElement {
  const line = document.createElement("li");
  line.append(part("span", "step-when", step.when), part("span", "step-state", ""), part("strong", "step-name", nameOf(step)));
  const acts = document.createElement("ul");
  acts.append(...step.acts.map(({ text, done }) => part("li", done ? "" : "left-out", text)));
  line.append(acts);
  const why = neverSentence(step);
  if (why !== "") line.append(part("p", "quiet", why));
  return line;
}

function part(tag: string, className: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}
