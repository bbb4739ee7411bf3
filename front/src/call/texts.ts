import type { CallTexts } from "./api.ts";

/** The sentences that are shown unless the page has others. */
export const TEXTS: Readonly<CallTexts> = {
  devices: "Your browser asks for camera and microphone: please allow both.",
  waiting: "Waiting for the others…",
  talking: "You are connected.",
  away: "Somebody has lost the connection. Please wait a moment.",
  ending: "The conversation ends soon.",
  ended_early: "The conversation has ended early. It is not your fault.",
  stopped: "The experimenter has ended the conversation.",
  removed: "The experimenter has ended your part in the conversation.",
  others_missing: "The conversation could not begin: the others did not come, or could not connect. It is not your fault.",
  not_connected: "The conversation could not begin: your camera, microphone or network lets nothing through.",
  codec: "The conversation could not begin: the participants' browsers have no video format in common. Another browser may help.",
  no_devices: "Your camera or microphone could not be opened.",
  unreachable: "The conversation could not begin: the server cannot be reached from here.",
  connection_lost: "The connection was lost.",
  refused: "The conversation could not begin, because of a mistake in this page. It is not your fault.",
  duplicate: "This conversation is already open in another tab or window.",
  full: "The conversation could not begin: there is no place left. It is not your fault.",
  server_failed: "The conversation could not begin: the server had a problem. It is not your fault.",
  left: "You have left the conversation.",
  no_end: "The conversation could not begin.",
  goOn: "Continue",
  leave: "Leave the conversation",
};
