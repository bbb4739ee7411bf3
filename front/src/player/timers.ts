import type { Platform } from "./platform.ts";

/** Cancels one timer; harmless when it has fired. */
export type Cancel = () => void;

/** The timers of one player. `cancelAll` cancels all of them, and none can be set afterwards. */
export class Timers {
  private readonly pending = new Set<number>();
  private over = false;

  constructor(private readonly platform: Platform) {}

  after(delayMs: number, task: () => void): Cancel {
    if (this.over) return () => {};
    const id = this.platform.setTimeout(() => {
      this.pending.delete(id);
      task();
    }, delayMs);
    this.pending.add(id);
    return () => {
      if (this.pending.delete(id)) this.platform.clearTimeout(id);
    };
  }

  /** The next round is set before the task runs, so that a failing task cannot end the series. */
  every(periodMs: number, task: () => void): Cancel {
    let cancel: Cancel = () => {};
    const arm = (): void => {
      cancel = this.after(periodMs, () => {
        arm();
        task();
      });
    };
    arm();
    return () => cancel();
  }

  cancelAll(): void {
    this.over = true;
    for (const id of this.pending) this.platform.clearTimeout(id);
    this.pending.clear();
  }
}
