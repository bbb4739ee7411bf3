import type { CallTexts } from "./api.ts";

/** No picture is wider than the page. Every rule of the page itself counts more than this one. */
const STYLE = ":where(.ducksoup-pictures video) { max-width: 100%; }";

/** A call as a participant sees it. Elements have classes `ducksoup-…`, and the page may style them. */
export class CallView {
  /** The player shows the others in it. */
  readonly pictures = element("div", "ducksoup-pictures");
  private readonly root = element("div", "ducksoup-call");
  private readonly sentence = element("p", "ducksoup-sentence");
  private readonly sheet = styleSheet();
  private button: HTMLButtonElement | null = null;

  constructor(
    mount: HTMLElement,
    private readonly texts: CallTexts,
    private readonly buttonClass: string,
  ) {
    this.sentence.setAttribute("role", "status");
    this.root.append(this.sentence, this.pictures);
    mount.replaceChildren(this.root);
    if (this.sheet) document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
  }

  /** `false` after the page has removed the call. */
  get isThere(): boolean {
    return this.root.isConnected;
  }

  /** @param state `waiting`, `talking` or `over`, for the page's styles */
  show(state: string, sentence: string): void {
    this.root.dataset["state"] = state;
    this.say(sentence);
  }

  /** Participants see it as text. It may come from the experimenter. */
  say(sentence: string): void {
    this.sentence.textContent = sentence;
  }

  offer(text: "leave" | "goOn", onClick: () => void): void {
    this.button?.remove();
    const button = document.createElement("button");
    button.type = "button"; // In a form, it does not send the form.
    button.className = `${text === "leave" ? "ducksoup-leave" : "ducksoup-go-on"} ${this.buttonClass}`.trim();
    button.textContent = this.texts[text];
    button.addEventListener("click", onClick, { once: true });
    this.root.append(button);
    this.button = button;
    if (text === "goOn") button.focus();
  }

  remove(): void {
    this.root.remove();
    if (this.sheet) document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
  }
}

/** Of the kind that a content security policy does not forbid; browsers before 2023 may not have it. */
function styleSheet(): CSSStyleSheet | null {
  if (!("adoptedStyleSheets" in document)) return null;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  return sheet;
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}
