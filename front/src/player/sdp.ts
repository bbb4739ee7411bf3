/**
 * Asks the server for mono: `stereo=0` in the fmtp line of Opus (RFC 7587), 111 by convention. Only the copy of the answer that
 * is sent carries it; mono is the default anyway, so nothing depends on it.
 */
export function preferMono(sdp: string): string {
  return sdp.replace(/^a=fmtp:111 ([^\r\n]*)/gm, (line: string, parameters: string) => {
    const named = parameters.split(";").map((parameter) => parameter.trim());
    if (!named.some((parameter) => /^(minptime|useinbandfec)=/.test(parameter))) return line;
    const others = named.filter((parameter) => parameter !== "" && !parameter.startsWith("stereo="));
    return `a=fmtp:111 ${[...others, "stereo=0"].join(";")}`;
  });
}

/**
 * The peer connection of the server that an offer belongs to: the session id of its `o=` line, which never changes (RFC
 * 8829, section 5.2.1). `undefined` if the offer has none.
 */
export function sessionIdOf(sdp: string | undefined): string | undefined {
  return /^o=\S+ (\S+) /m.exec(sdp ?? "")?.[1];
}
