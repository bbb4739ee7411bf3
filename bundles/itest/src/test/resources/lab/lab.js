// A lab's page: joins with the options of its query, keeps a record of the events, and places the tracks itself; or has the
// player place them (?mount=1).
const query = new URLSearchParams(location.search);
const root = document.getElementById("root");
window.ducksoupEvents = [];

function place({ track, streams }) {
  const element = document.createElement(track.kind);
  element.dataset.streamId = streams[0].id;
  element.autoplay = true;
  element.srcObject = new MediaStream([track]);
  root.append(element);
  streams[0].addEventListener("removetrack", (event) => event.track === track && element.remove());
}

function callback(event) {
  const live = event.kind === "track" || event.kind === "local-stream";
  const payload = event.kind === "track" ? event.payload.track.kind : live ? undefined : event.payload;
  window.ducksoupEvents.push({ t: performance.now(), kind: event.kind, payload });
  if (event.kind === "local-stream") window.localStream = event.payload;
  if (event.kind === "track") place(event.payload);
}

const embed = query.has("mount") ? { mountEl: root, callback } : { callback };
DuckSoup.render({ ...embed, stats: true }, JSON.parse(query.get("options"))).then((player) => (window.player = player));
