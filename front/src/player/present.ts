import type { Settings } from "./options.ts";
import type { Player } from "./player.ts";

const pages = new WeakMap<object, Map<string, Player>>();

/**
 * Makes a player the only one of its participant on this page, and returns the one before, which may still hold its socket.
 * Frameworks mount components twice (React's strict mode), and the first promise of `render` has not even been kept then.
 */
export function takePlace(page: object, settings: Settings, player: Player): Player | undefined {
  const { namespace, interactionName, userId } = settings.join;
  const key = JSON.stringify([settings.signalingUrl, namespace, interactionName, userId]);
  const players = pages.get(page) ?? new Map<string, Player>();
  pages.set(page, players);
  const before = players.get(key);
  players.set(key, player);
  void player.gone.then(() => {
    if (players.get(key) === player) players.delete(key);
  });
  return before;
}
