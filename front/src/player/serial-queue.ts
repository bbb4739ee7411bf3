/** Runs asynchronous tasks one after the other, in the order they were added; a failing one does not stop the rest. */
export class SerialQueue {
  private tail: Promise<void> = Promise.resolve();

  constructor(private readonly onFailure: (cause: unknown) => void) {}

  add(task: () => Promise<void>): void {
    this.tail = this.tail.then(task).catch(this.onFailure);
  }
}
