"""A participant made of aiortc, an independent implementation of WebRTC: sends real VP8 and Opus, counts what it gets.

usage: aiortc_peer.py <websocket> <origin> <join payload> <tracks expected> <seconds>
Prints one line of JSON for each thing a test waits for, with its second; says "complete" when every track has delivered packets, and
stays until its input is closed: who leaves early takes its tracks from the others. Ends with exit code 0 if complete.
"""
import asyncio
import json
import sys
import time

import aiohttp
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaStreamError
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack


BEGIN = time.monotonic()


def say(event, **values):
    print(json.dumps({"second": round(time.monotonic() - BEGIN, 3), "event": event, **values}), flush=True)


async def receive(track):
    try:
        while True:
            await track.recv()
    except MediaStreamError:
        pass


async def packets(pc):
    """Packets of each track; not frames, since what synthetic participants send cannot be decoded."""
    counts = {}
    for receiver in pc.getReceivers():
        for report in (await receiver.getStats()).values():
            if report.type == "inbound-rtp":
                counts[f"{report.kind} {report.ssrc}"] = report.packetsReceived
    return counts


def complete(counts, expected):
    return len(counts) >= expected and all(count >= 5 for count in counts.values())


async def main(url, origin, join, expected, seconds):
    tasks = []
    done = False
    left = asyncio.ensure_future(asyncio.to_thread(sys.stdin.read))
    pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    ours = [AudioStreamTrack(), VideoStreamTrack()]

    @pc.on("track")
    def on_track(track):
        tasks.append(asyncio.ensure_future(receive(track)))

    @pc.on("connectionstatechange")
    def on_state():
        say("connection", state=pc.connectionState)

    async with aiohttp.ClientSession() as http:
        async with http.ws_connect(url, headers={"Origin": origin}) as ws:

            async def send(kind, payload):
                await ws.send_str(json.dumps({"kind": kind, "payload": payload}))

            await send("join", join)
            end = time.monotonic() + seconds
            while time.monotonic() < end and not left.done():
                try:
                    message = await ws.receive(timeout=0.5)
                except asyncio.TimeoutError:
                    counts = await packets(pc)
                    if not done and complete(counts, expected):
                        done = True
                        say("complete", counts=counts)
                    continue
                if message.type != aiohttp.WSMsgType.TEXT:
                    break
                frame = json.loads(message.data)
                say("frame", kind=frame["kind"])
                if frame["kind"] == "offer":
                    offer = json.loads(frame["payload"])
                    await pc.setRemoteDescription(RTCSessionDescription(offer["sdp"], offer["type"]))
                    for track in ours:
                        pc.addTrack(track)
                    ours = []
                    await pc.setLocalDescription(await pc.createAnswer())
                    answer = pc.localDescription
                    await send("client_answer", json.dumps({"type": answer.type, "sdp": answer.sdp}))
                elif frame["kind"].startswith("error-"):
                    break
            say("counts", counts=await packets(pc))
            await send("stop", None)
    await pc.close()
    for task in tasks:
        task.cancel()
    return done


if __name__ == "__main__":
    good = asyncio.run(main(*sys.argv[1:4], int(sys.argv[4]), float(sys.argv[5])))
    sys.exit(0 if good else 1)
