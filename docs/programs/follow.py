# Follows a town's board with a partner's key and keeps a copy of it. docs/partner-guide.md, section 5, explains the rules.
#   apt-get install python3-websockets
#   ORTSFUNK=https://ortsfunk.example AGS=07138073 KEY=ortsfunk_… python3 follow.py [folder]
# board.json holds the copy and the cursor that belongs to it; changes.jsonl holds one line for each change.
import asyncio
import json
import os
import random
import sys
import time
import urllib.error
import urllib.request

import websockets

FOLDER = sys.argv[1] if len(sys.argv) > 1 else "."
STATE_FILE = os.path.join(FOLDER, "board.json")
CHANGES_FILE = os.path.join(FOLDER, "changes.jsonl")
ORIGIN, AGS = os.environ["ORTSFUNK"], os.environ["AGS"]
AUTHORIZATION = "Bearer " + os.environ["KEY"]
PING_SECONDS = float(os.environ.get("PING_SECONDS", "15"))
LONGEST_WAIT = 60

# Fields of a report that the program keeps. Add what your program shows; `id` and `version` must stay.
FIELDS = "id version reference status updatedAt isPublic place { address } comments { id }"
BOARD_QUERY = """query Board($ags: String!, $first: Int!, $after: PageCursor) { municipality(ags: $ags) { id
  issueBoard { cursor issues(first: $first, after: $after) { nodes { %s } pageInfo { hasNextPage endCursor } } } } }"""
BOARD_SUBSCRIPTION = """subscription Follow($town: ID!, $after: StreamCursor) {
  issueBoard(municipalityId: $town, after: $after) { cursor reset removedIds entries { %s } } }"""


class Interruption(Exception):
    """Ends a connection. The next one begins after `retry_after` seconds at the earliest."""

    def __init__(self, code, retry_after=0):
        super().__init__(code)
        self.retry_after = retry_after


def read_state():
    os.makedirs(FOLDER, exist_ok=True)
    state = {"town": "", "cursor": None, "changesBytes": 0, "reports": {}}
    if os.path.exists(STATE_FILE):
        with open(STATE_FILE, encoding="utf-8") as file:
            state = json.load(file)
    # Lines beyond the saved length belong to an unfinished message: the server sends its changes again.
    size = os.path.getsize(CHANGES_FILE) if os.path.exists(CHANGES_FILE) else 0
    state["changesBytes"] = min(state["changesBytes"], size)
    if size > state["changesBytes"]:
        os.truncate(CHANGES_FILE, state["changesBytes"])
    return state


async def main():
    state = read_state()
    failures = 0
    while True:
        started, cursor, retry_after = time.monotonic(), state["cursor"], 0
        try:
            if state["cursor"] is None:
                start_anew(state)
                cursor = state["cursor"]
            await follow(state)
        except (Interruption, OSError, ValueError, websockets.WebSocketException) as error:
            print(f"{error}", file=sys.stderr)
            if str(error) in ("RESET", "BAD_CURSOR"):
                state["cursor"] = None
            retry_after = getattr(error, "retry_after", 0)
        if state["cursor"] not in (None, cursor) or time.monotonic() - started > LONGEST_WAIT:
            failures = 0
        # Growing waits with jitter: after an outage not all programs reconnect in the same second.
        wait = min(2**failures, LONGEST_WAIT) * random.uniform(0.5, 1)
        failures += 1
        await asyncio.sleep(retry_after + wait)


def start_anew(state):
    """Reads the board page by page. The cursor of the first page is older than everything read, so no change is missed."""
    reports, cursor, after, is_last = {}, None, None, False
    while not is_last:
        town = ask({"ags": AGS, "first": 100, "after": after})["municipality"]
        if town is None:
            sys.exit(f"ended: there is no town with the key {AGS}")
        state["town"] = town["id"]
        cursor = cursor or town["issueBoard"]["cursor"]
        page = town["issueBoard"]["issues"]
        reports.update((report["id"], report) for report in page["nodes"])
        after, is_last = page["pageInfo"]["endCursor"], not page["pageInfo"]["hasNextPage"]
    keep(state, cursor, reports.values(), [id for id in state["reports"] if id not in reports])


async def follow(state):
    """Receives the changes since the cursor, then every further change, until the connection ends."""
    options = {"ping_interval": PING_SECONDS, "ping_timeout": PING_SECONDS, "open_timeout": PING_SECONDS, "close_timeout": 1}
    url = ORIGIN.replace("http", "ws", 1) + "/graphql"
    try:
        async with websockets.connect(url, subprotocols=["graphql-transport-ws"], max_size=None, **options) as socket:
            await send(socket, type="connection_init", payload={"authorization": AUTHORIZATION})
            async for text in socket:
                message = json.loads(text)
                if message["type"] == "connection_ack":
                    variables = {"town": state["town"], "after": state["cursor"]}
                    payload = {"query": BOARD_SUBSCRIPTION % FIELDS, "variables": variables}
                    await send(socket, id="board", type="subscribe", payload=payload)
                elif message["type"] == "next":
                    handle(state, message["payload"])
                elif message["type"] == "error":
                    raise interruption_of(message["payload"])
                elif message["type"] == "ping":
                    await send(socket, type="pong")
                elif message["type"] == "complete":
                    return
    except websockets.ConnectionClosed as error:
        # 4403: the key is no longer valid, or too many connections use it. A query with an invalid key ends the program.
        if error.rcvd is not None and error.rcvd.code == 4403:
            ask({"ags": AGS, "first": 0})
        raise


async def send(socket, **message):
    await socket.send(json.dumps(message))


def handle(state, answer):
    if answer.get("errors") or not answer.get("data"):
        raise interruption_of(answer.get("errors"))
    update, reports = answer["data"]["issueBoard"], state["reports"]
    if update["reset"]:
        raise Interruption("RESET")
    news = [one for one in update["entries"] if one["version"] >= reports.get(one["id"], one)["version"]]
    keep(state, update["cursor"], news, update["removedIds"])


def keep(state, cursor, entries, removed_ids):
    """Handles changes, then saves their cursor together with their result. After a kill in between the changes come again."""
    changes, reports = [], state["reports"]
    for report in entries:
        known = reports.get(report["id"])
        if known != report:
            reports[report["id"]] = report
            changes.append({"change": "new" if known is None else "changed", **report})
    for id in removed_ids:
        if reports.pop(id, None) is not None:
            changes.append({"change": "removed", "id": id})
    lines = "".join(json.dumps(change, ensure_ascii=False) + "\n" for change in changes)
    write(CHANGES_FILE, "ab", lines)
    state["changesBytes"] += len(lines.encode())
    state["cursor"] = cursor
    write(STATE_FILE + ".new", "wb", json.dumps(state, ensure_ascii=False))
    os.replace(STATE_FILE + ".new", STATE_FILE)
    print(lines, end="", flush=True)


def write(path, mode, text):
    with open(path, mode) as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def ask(variables):
    headers = {"Authorization": AUTHORIZATION, "Content-Type": "application/json"}
    body = json.dumps({"query": BOARD_QUERY % FIELDS, "variables": variables}).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{ORIGIN}/graphql", body, headers), timeout=30) as response:
            answer = json.load(response)
    except urllib.error.HTTPError as error:
        answer = json.load(error)
    if answer.get("errors"):
        raise interruption_of(answer["errors"])
    return answer["data"]


def interruption_of(problems):
    """Interpretation of the server's errors. Errors that do not pass by waiting end the program."""
    problem = (problems or [{}])[0]
    extensions = problem.get("extensions", {})
    code = extensions.get("code", "UNAVAILABLE")
    if code not in ("RATE_LIMITED", "UNAVAILABLE", "INTERNAL", "BAD_CURSOR"):
        sys.exit(f"ended: {code}: {problem.get('message')}")
    return Interruption(code, extensions.get("retryAfter", 0))


asyncio.run(main())
