import type { DuckSoupPlayer, EmbedOptions } from "./api.ts";
import { OptionError } from "./option-checks.ts";
import { readArguments, readPeerOptions, type Settings } from "./options.ts";
import { Player } from "./player.ts";
import { takePlace } from "./present.ts";
import type { Platform } from "./platform.ts";

/** `DuckSoup.render` on a given platform. */
export async function renderOn(platform: Platform, args: readonly unknown[]): Promise<DuckSoupPlayer> {
  const player = playerOn(platform, args);
  await player.start();
  return player;
}

/**
 * The same, but for the start: whoever holds the player can stop it while the browser still asks for camera and microphone,
 * and a late answer then opens nothing.
 */
export function playerOn(platform: Platform, args: readonly unknown[]): DuckSoupPlayer {
  const { embed, peer } = readArguments(args);
  let settings: Settings;
  try {
    settings = readPeerOptions(peer, platform.pageUrl, (message) => platform.console.warn(`[DuckSoup] ${message}`));
  } catch (cause) {
    if (!(cause instanceof OptionError)) throw cause;
    return refused(platform, embed, cause);
  }
  const player = new Player(platform, embed, settings);
  const before = takePlace(platform.page, settings, player);
  if (before) player.follow(before);
  return player;
}

/**
 * The server would refuse the join in the same way, with `error-join` and a reason. The page gets a player that does
 * nothing.
 */
function refused(platform: Platform, embed: EmbedOptions, { reason }: OptionError): DuckSoupPlayer {
  platform.console.error(`[DuckSoup] error-join: peerOptions.${reason.message}`);
  try {
    embed.callback?.({ kind: "error-join", payload: reason });
  } catch (cause) {
    platform.console.error('[DuckSoup] Your callback failed on the event "error-join":', cause);
  }
  const nothing = (): void => {};
  return {
    controlFx: nothing,
    polyControlFx: nothing,
    mark: nothing,
    limit: nothing,
    log: nothing,
    serverLog: nothing,
    start: () => Promise.resolve(),
    stop: nothing,
  };
}
