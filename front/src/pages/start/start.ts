// The page at the server's address: whether participants can join, and where the other pages are.
import { byId } from "../shared/view";

const EVERY_MILLISECONDS = 5000;

async function showReadiness(): Promise<void> {
  const root = document.documentElement;
  try {
    const answer = await fetch("ready", { cache: "no-store" });
    root.dataset["state"] = answer.ok ? "running" : "waiting";
    byId("status").textContent = answer.ok ? "Ready: participants can join." : (await answer.text()).trim();
  } catch {
    root.dataset["state"] = "error";
    byId("status").textContent = "The server does not answer.";
  }
}

void showReadiness();
setInterval(() => void showReadiness(), EVERY_MILLISECONDS);
