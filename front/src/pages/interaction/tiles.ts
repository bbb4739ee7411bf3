/**
 * One picture per MediaStream from the server. Tracks may come before the server has said whose they are, and the other way
 * round; an audio and a video track of one participant share a stream and so a tile.
 */
export class Tiles {
  private readonly tiles = new Map<string, HTMLElement>();
  private readonly names = new Map<string, string>();

  /** What stands below a picture as long as the server has not said whose it is. */
  unnamed = "Another participant";

  /** @param onBlocked the browser wants a gesture before it plays sound */
  constructor(private readonly stage: HTMLElement, private readonly onBlocked: () => void) {}

  name(streamId: string, userId: string): void {
    this.names.set(streamId, userId);
    this.label(streamId);
    this.tiles.get(streamId)?.classList.remove("away");
  }

  /**
   * The participant left, perhaps for a moment. Whoever comes back may go on in the same stream, without new tracks; the server
   * removes the tracks of one who will not.
   */
  away(streamId: string): void {
    this.tiles.get(streamId)?.classList.add("away");
  }

  show(stream: MediaStream): void {
    const tile = this.tiles.get(stream.id) ?? this.add(stream);
    // After a reconnection the same id is another stream.
    const video = videoOf(tile);
    if (video.srcObject !== stream) {
      video.srcObject = stream;
      stream.addEventListener("removetrack", () => {
        if (stream.getTracks().length === 0 && video.srcObject === stream) this.remove(stream.id);
      });
    }
    tile.classList.toggle("voice", stream.getVideoTracks().length === 0);
    this.play(tile);
  }

  clear(): void {
    for (const id of [...this.tiles.keys()]) this.remove(id);
    this.names.clear();
  }

  playAll(): void {
    for (const tile of this.tiles.values()) this.play(tile);
  }

  private remove(streamId: string): void {
    const tile = this.tiles.get(streamId);
    if (!tile) return;
    this.tiles.delete(streamId);
    videoOf(tile).srcObject = null;
    tile.remove();
    this.stage.dataset["tiles"] = String(this.tiles.size);
  }

  private add(stream: MediaStream): HTMLElement {
    const tile = document.createElement("figure");
    const video = document.createElement("video");
    const caption = document.createElement("figcaption");
    tile.dataset["streamId"] = stream.id;
    video.autoplay = true;
    video.setAttribute("playsinline", "");
    tile.append(video, caption);
    this.tiles.set(stream.id, tile);
    this.stage.append(tile);
    this.stage.dataset["tiles"] = String(this.tiles.size);
    this.label(stream.id);
    return tile;
  }

  private label(streamId: string): void {
    const tile = this.tiles.get(streamId);
    if (!tile) return;
    const name = this.names.get(streamId);
    const caption = tile.querySelector("figcaption") as HTMLElement;
    caption.textContent = name ?? this.unnamed;
    if (name !== undefined) tile.dataset["userId"] = name;
  }

  private play(tile: HTMLElement): void {
    videoOf(tile).play().catch((cause: DOMException) => {
      if (cause.name === "NotAllowedError") this.onBlocked();
    });
  }
}

function videoOf(tile: HTMLElement): HTMLVideoElement {
  return tile.querySelector("video") as HTMLVideoElement;
}
