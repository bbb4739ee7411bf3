import { World } from "./fakes.ts";

/** Observers of the page's elements. They hear of changes when a test says so. */
class FakeMutationObserver {
  static readonly all = new Set<FakeMutationObserver>();
  constructor(private readonly onChange: () => void) {}
  observe(): void {
    FakeMutationObserver.all.add(this);
  }
  disconnect(): void {
    FakeMutationObserver.all.delete(this);
  }
  tell(): void {
    this.onChange();
  }
}

/**
 * Makes a fake browser the one of this process, for code that takes `window` and `document` as they are. A test file has a
 * process of its own, and its tests run one after the other.
 */
export function pageOf(world: World): void {
  const { platform } = world;
  const listening = {
    addEventListener: (type: string, listener: () => void) => world.listenersOf(type).add(listener),
    removeEventListener: (type: string, listener: () => void) => world.listenersOf(type).delete(listener),
  };
  const window: Record<string, unknown> = {
    ...platform, ...listening, location: { href: world.pageUrl },
    // Timers of the browser are functions of their own.
    setTimeout: platform.setTimeout, clearTimeout: platform.clearTimeout,
  };
  window["parent"] = window;
  const navigator = { mediaDevices: platform.mediaDevices, permissions: platform.permissions, userAgent: platform.userAgent };
  const globals = {
    window, navigator, document: platform.document, performance: { now: () => world.clock.now },
    MediaStream: platform.MediaStream, MutationObserver: FakeMutationObserver,
  };
  for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** The page has changed its elements. */
export function elementsChanged(): void {
  for (const observer of [...FakeMutationObserver.all]) observer.tell();
}

/** A browser's question that is open until it is answered. */
export function question(world: World): { answer: () => void } {
  let answer: () => void = () => {};
  world.captureGate = new Promise((resolve) => (answer = resolve));
  return { answer };
}
