import { connectEffectForm, PageCall, ThroughVideo } from "../shared/call.ts";
import { followDevices, listDevices } from "../shared/devices.ts";
import { namedFields, peerOptions, prefill, randomName } from "../shared/form.ts";
import { byId, show } from "../shared/view.ts";
import { TrialForm, TrialTimetable } from "./trial.ts";
import { Watch } from "./watch.ts";

const direct = byId<HTMLVideoElement>("direct");
const settings = byId<HTMLFormElement>("settings");
const interactionName = byId<HTMLInputElement>("interactionName");
const through = new ThroughVideo();
let ownName = "";
const timetable = new TrialTimetable();
let watch: Watch | null = null;

const call = new PageCall(
  {
    onLocalStream(stream) {
      direct.srcObject = stream;
      void listDevices();
      watch?.stop();
      watch = new Watch();
      watch.follow("direct", stream);
    },
    onTrack(event) {
      through.show(event);
      if (event.track.kind === "audio") watch?.follow("through", new MediaStream([event.track]));
    },
    onFinished() {
      direct.srcObject = null;
      through.clear();
      watch?.stop();
      watch = null;
      timetable.stop();
    },
    onStarted() {
      timetable.begin();
    },
    onClosed: proposeName,
  },
  "Stopped.",
);

/**
 * The name of an ended interaction cannot be used for some seconds. So the page replaces a name that it has made
 * itself.
 */
function proposeName(): void {
  if (interactionName.value !== ownName) return;
  ownName = randomName("mirror");
  interactionName.value = ownName;
}

settings.addEventListener("submit", (event) => {
  event.preventDefault();
  try {
    // Read before the fields are disabled: disabled fields are not part of a form's data.
    const options = peerOptions(new FormData(settings), window.location.href);
    const isAlone = options.plan !== undefined || options.trial !== undefined;
    timetable.hide();
    void call.start(isAlone ? options : { ...options, size: 1 });
  } catch (cause) {
    show("error", (cause as Error).message);
  }
});
new TrialForm((trial) => {
  const form = new FormData(settings);
  for (const decided of ["plan", "role"]) form.delete(decided);
  form.set("trial", trial.code);
  timetable.show(trial);
  void call.start(peerOptions(form, window.location.href));
});
connectEffectForm(call);
followDevices();

ownName = interactionName.value = randomName("mirror");
byId<HTMLInputElement>("userId").value = randomName("user");
const autostart = prefill(new URLSearchParams(window.location.search), namedFields());
if (autostart) settings.requestSubmit();
