import type { Figures } from "./api.ts";

const SMALL = 32;

/** Mean brightness of the current picture of a video, 0 to 1; 0 while there is no picture. */
export function brightness(video: HTMLVideoElement): number {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SMALL;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context || video.videoWidth === 0) return 0;
  context.drawImage(video, 0, 0, SMALL, SMALL);
  const { data } = context.getImageData(0, 0, SMALL, SMALL);
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) {
    sum += 0.2126 * (data[i] as number) + 0.7152 * (data[i + 1] as number) + 0.0722 * (data[i + 2] as number);
  }
  return sum / (data.length / 4) / 255;
}

/** The number of pictures that a camera really delivers, counted by a video element that shows them. */
export class Camera {
  private readonly begin = performance.now();
  private readonly shownBefore: number;

  constructor(private readonly video: HTMLVideoElement) {
    this.shownBefore = shown(video);
  }

  /**
   * @param encoded frames that were sent in a second, because browsers count no pictures in a page that is not drawn
   */
  figures(encoded: number): NonNullable<Figures["camera"]> {
    const { video } = this;
    const seconds = (performance.now() - this.begin) / 1000;
    const drawn = (shown(video) - this.shownBefore) / seconds;
    return {
      width: video.videoWidth,
      height: video.videoHeight,
      framesPerSecond: Math.round(Math.max(drawn, encoded) * 10) / 10,
      brightness: Math.round(brightness(video) * 100) / 100,
    };
  }
}

function shown(video: HTMLVideoElement): number {
  return video.getVideoPlaybackQuality().totalVideoFrames;
}
