import { isNumber, type Link, type Property } from "./chain.ts";
import { aboutProperty, guideOf } from "./guide.ts";
import { sliderRange } from "./range.ts";

/** The controls for one property of an effect, with a sentence that says what it does. */
export function knob(link: Link, property: Property, set: (value: string) => void): HTMLElement {
  const row = document.createElement("div");
  row.className = "knob";
  const id = `${link.id}-${property.name}`;
  const label = document.createElement("label");
  label.htmlFor = id;
  label.textContent = property.name;
  const about = document.createElement("p");
  about.className = "quiet";
  about.id = `${id}-about`;
  about.textContent = [aboutProperty(link.effect, property), property.live ? "" : "A change needs a new start."].filter(Boolean).join(" ");
  const initial = link.values.get(property.name) ?? String(property.default ?? "");
  const fields = fieldsOf(link, property, id, initial, set);
  for (const field of fields) field.setAttribute("aria-describedby", about.id);
  row.append(label, ...fields, about);
  return row;
}

function fieldsOf(link: Link, property: Property, id: string, initial: string, set: (value: string) => void): HTMLElement[] {
  if (property.choices?.length) return [choice(property.choices, id, initial, set)];
  if (!isNumber(property.type)) return [checkbox(id, initial, set)];
  const field = numberField(property, id, initial);
  field.addEventListener("change", () => field.value !== "" && field.reportValidity() && set(field.value));
  const range = sliderRange(property, guideOf(link.effect, property.name));
  if (!range) return [field];
  const slider = document.createElement("input");
  slider.type = "range";
  [slider.min, slider.max, slider.step] = [String(range.min), String(range.max), String(range.step)];
  slider.value = initial;
  slider.setAttribute("aria-label", `${property.name}, slider`);
  slider.addEventListener("input", () => {
    field.value = slider.value;
    set(slider.value);
  });
  field.addEventListener("change", () => (slider.value = field.value));
  return [slider, field];
}

function choice(choices: readonly string[], id: string, initial: string, set: (value: string) => void): HTMLElement {
  const select = document.createElement("select");
  for (const one of choices) select.add(new Option(one));
  select.value = initial;
  select.id = id;
  select.addEventListener("change", () => set(select.value));
  return select;
}

function checkbox(id: string, initial: string, set: (value: string) => void): HTMLElement {
  const field = document.createElement("input");
  field.id = id;
  field.type = "checkbox";
  field.checked = initial === "true";
  field.addEventListener("change", () => set(String(field.checked)));
  return field;
}

/** Takes every allowed number, also those that its slider does not show. */
function numberField(property: Property, id: string, initial: string): HTMLInputElement {
  const field = document.createElement("input");
  field.id = id;
  field.type = "number";
  field.step = "any";
  if (property.min !== undefined) field.min = String(property.min);
  if (property.max !== undefined) field.max = String(property.max);
  field.value = initial;
  return field;
}
