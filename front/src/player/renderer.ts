import type { Platform } from "./platform.ts";

/**
 * With which a participant lets a page play sound: a mouse's button counts when it is pressed, a finger when it is lifted, and a
 * screen reader may send a click alone (HTML, activation triggering input events).
 */
export const GESTURES = ["pointerdown", "pointerup", "click", "keydown"] as const;

/** Shows incoming tracks in `mountEl`: one `<video>` or `<audio>` per track, removed when the track goes. */
export class Renderer {
  private readonly shown = new Map<string, { element: HTMLMediaElement; forget: () => void }>();
  private readonly blocked = new Set<HTMLMediaElement>();
  private readonly playBlocked = (): void => {
    for (const element of [...this.blocked]) this.play(element);
  };

  constructor(private readonly platform: Platform, private readonly mountEl: HTMLElement) {}

  show({ track, streams }: RTCTrackEvent): void {
    this.remove(track.id);
    const element = this.platform.document.createElement(track.kind === "video" ? "video" : "audio");
    const stream = streams[0];
    if (stream) element.dataset["streamId"] = stream.id;
    element.autoplay = true;
    // Without it, iPhones open each video full screen.
    element.setAttribute("playsinline", "");
    // A separate stream is used, because the video element must not play the participant's voice as well.
    element.srcObject = new this.platform.MediaStream([track]);
    const remove = (): void => this.remove(track.id);
    const onRemoved = (event: MediaStreamTrackEvent): void => {
      if (event.track.id === track.id) remove();
    };
    track.addEventListener("ended", remove);
    stream?.addEventListener("removetrack", onRemoved);
    this.shown.set(track.id, {
      element,
      forget: () => {
        track.removeEventListener("ended", remove);
        stream?.removeEventListener("removetrack", onRemoved);
      },
    });
    this.mountEl.appendChild(element);
    this.play(element);
  }

  clear(): void {
    for (const id of [...this.shown.keys()]) this.remove(id);
    this.stopWaiting();
  }

  private remove(trackId: string): void {
    const entry = this.shown.get(trackId);
    if (!entry) return;
    this.shown.delete(trackId);
    this.unblock(entry.element);
    entry.forget();
    entry.element.srcObject = null;
    entry.element.remove();
  }

  /** A blocked element stays so until it plays: the browser may refuse one gesture only after the next one has come. */
  private play(element: HTMLMediaElement): void {
    Promise.resolve(element.play()).then(() => this.unblock(element), (cause: { name?: string }) => {
      // AbortError: the element was removed meanwhile.
      if (cause?.name !== "NotAllowedError" || !element.srcObject) return;
      if (this.blocked.size === 0) this.waitForGesture();
      this.blocked.add(element);
    });
  }

  private unblock(element: HTMLMediaElement): void {
    this.blocked.delete(element);
    if (this.blocked.size === 0) this.stopWaiting();
  }

  /** Browsers play sound only after the participant has touched the page. */
  private waitForGesture(): void {
    this.platform.console.warn(
      "[DuckSoup] The browser does not play sound before the participant has clicked or pressed a key on this page; " +
        "playback starts with the next click or key. A start button before DuckSoup.render avoids the gap.",
    );
    const { document } = this.platform;
    for (const gesture of GESTURES) document.addEventListener(gesture, this.playBlocked);
  }

  private stopWaiting(): void {
    const { document } = this.platform;
    for (const gesture of GESTURES) document.removeEventListener(gesture, this.playBlocked);
  }
}
