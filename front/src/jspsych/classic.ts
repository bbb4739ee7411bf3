import DuckSoupPlugin from "./plugin.ts";

(window as unknown as Record<string, unknown>)["jsPsychDuckSoup"] = DuckSoupPlugin;
