/**
 * One tile per MediaStream from the server. Tracks may arrive before the server names their participant, or after it.
 * The audio and the video track of a participant share a stream, and so a tile.
 */
export class Tiles {
  private readonly tiles = new Map<string, HTMLElement>();
  private readonly names = new Map<string, string>();

  /** The label of a tile before the server has named its participant. */
  unnamed = "Another participant";

  /** @param onBlocked the browser wants a gesture before it plays sound */
  constructor(private readonly stage: HTMLElement, private readonly onBlocked: () => void) {}

  name(streamId: string, userId: string): void {
    this.names.set(streamId, userId);
    this.label(streamId);
    this.tiles.get(streamId)?.classList.remove("away");
  }

  /**
   * The participant left, perhaps for a moment. A participant who returns may continue in the same stream, without new
   * tracks. The server removes the tracks of a participant who does not return.
   */
  away(streamId: string): void {
    this.tiles.get(streamId)?.classList.add("away");
  }

  show(stream: MediaStream): void {
    const tile = this.tiles.get(stream.id) ?? this.add(stream);
    // After a reconnection another stream has the same id.
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
