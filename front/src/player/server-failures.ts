import type { ErrorReason } from "./api.ts";
import { localNetworkPermission, placeOfUrl, type Place } from "./local-network.ts";
import type { Platform } from "./platform.ts";

export const CONNECTION_LOST: ErrorReason = {
  name: "ConnectionLostError",
  message: "The connection to the server was lost and could not be restored.",
};

/** For `allow` of a frame. Browsers ignore the names that they do not know. */
const FRAME_PERMISSIONS = "local-network-access; local-network; loopback-network";

const BLOCKED: ErrorReason = {
  name: "NetworkBlockedError",
  message:
    "Audio and video find no way to the server. This network, a firewall, or an extension of this browser blocks them: " +
    "please try another network, or switch such extensions off.",
};

/** Why the socket never opened. */
export async function unreachable(platform: Platform, signalingUrl: string): Promise<ErrorReason> {
  const [server = ""] = signalingUrl.split("?");
  const page = new URL(platform.pageUrl).origin;
  const place = placeOfUrl(server);
  const permission = await localNetworkPermission(platform, place);
  if (permission === "denied" || (permission && place !== "unknown")) return refused(platform, `The server at ${server}`);
  return {
    name: "ServerUnreachableError",
    message:
      `The server at ${server} cannot be reached, or does not accept pages from ${page}.` +
      (permission ? " If the browser asks for access to the local network, please allow it." : ""),
  };
}

/** Why the media never found its way. */
export async function blocked(platform: Platform, place: Place = "unknown"): Promise<ErrorReason> {
  const permission = await localNetworkPermission(platform, place);
  return permission === "denied" || (permission && place !== "unknown") ? refused(platform, "The server's media") : BLOCKED;
}

/** The sentence is for participants, and names what the browser calls the permission. */
function refused({ isFramed }: Platform, what: string): ErrorReason {
  return {
    name: "LocalNetworkAccessError",
    message:
      `${what} seems to be in the local network or on this device, and the browser lets this page connect there only with ` +
      "a permission. Please allow access to the local network for this site in the browser's settings, then reload the page." +
      (isFramed ? ` (For the researcher: the frame around this page needs allow="${FRAME_PERMISSIONS}".)` : ""),
  };
}

/** Whether the browser may be asking the participant whether this page may go to the server, right now. */
export async function mayBeAsked(platform: Platform, signalingUrl: string): Promise<boolean> {
  return (await localNetworkPermission(platform, placeOfUrl(signalingUrl))) === "prompt";
}
