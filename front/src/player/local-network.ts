import type { Platform } from "./platform.ts";

/**
 * The names that browsers have given to this permission: one for all at first (Chromium 142), and then one for the
 * device itself and one for the network around it.
 */
const LOOPBACK = ["loopback-network", "local-network-access"];
const LOCAL_IPV4 = /^(10|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
const LOCAL = ["local-network", "local-network-access"];

/** Where an address is, as far as the text tells. A name of DNS tells nothing. */
export type Place = "loopback" | "local" | "unknown";

/**
 * Whether the browser keeps this page from the local network. Browsers do not tell a page why a connection failed, but
 * they tell the state of the permission. `prompt` means that they ask, or would ask: a question without an answer looks
 * like a server that does not run.
 *
 * @param place of the server
 * @returns null if the browser asks nothing
 */
export async function localNetworkPermission(platform: Platform, place: Place): Promise<"denied" | "prompt" | null> {
  const page = placeOfUrl(platform.pageUrl);
  // Within one network, browsers ask nothing.
  if (page === "loopback" || (page === "local" && place === "local")) return null;
  const names = place === "loopback" ? LOOPBACK : place === "local" ? LOCAL : [...LOCAL, ...LOOPBACK];
  const states = await Promise.all([...new Set(names)].map((name) => stateOf(platform, name)));
  if (states.includes("denied")) return "denied";
  return states.includes("prompt") && !states.includes("granted") ? "prompt" : null;
}

/** The place of the server that a `ws:` address names. */
export function placeOfUrl(url: string): Place {
  try {
    return placeOfHost(new URL(url).hostname.replace(/^\[|\]$/g, ""));
  } catch {
    return "unknown";
  }
}

/** The place of an address in a candidate of ICE or in a URL (RFC 1918, 3927, 4193, 6598, 6762). */
export function placeOfHost(host: string): Place {
  if (/^(127\.\d+\.\d+\.\d+|::1|(.*\.)?localhost)$/i.test(host)) return "loopback";
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return LOCAL_IPV4.test(host) ? "local" : "unknown";
  return /^(f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|.*\.local$)/i.test(host) ? "local" : "unknown";
}

async function stateOf({ permissions }: Platform, name: string): Promise<PermissionState | undefined> {
  try {
    return (await permissions?.query({ name: name as PermissionName }))?.state;
  } catch {
    return undefined; // This browser does not know the permission.
  }
}
