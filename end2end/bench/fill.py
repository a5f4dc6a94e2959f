"""Fills the database of a Baton that doesn't run: copies its one conversation, and makes that one long.

Usage: fill.py DATABASE CONVERSATIONS MESSAGES
"""

import copy
import json
import sqlite3
import sys

WORDS = "where is the invoice of last month and why does it name a room that we never booked in spring".split()
MINUTE = 60_000


def words(n):
    """A text of some length, another one for each number."""
    return f"{n}: " + " ".join(WORDS[(n * 7 + k) % len(WORDS)] for k in range(4 + n * 13 % 40))


def said(event, n, seq, at):
    """The event of a message, as another one."""
    new = copy.deepcopy(event)
    new["seq"], new["at"] = seq, at
    what = new["what"]
    what["id"] = f"bench-{n:08d}"
    paragraph = copy.deepcopy(what["body"]["blocks"][0])
    inline = copy.deepcopy(paragraph["of"][0])
    inline["text"] = words(n)
    paragraph["of"] = [inline]
    what["body"] = {**what["body"], "text": words(n), "blocks": [paragraph]}
    return new


def lengthen(db, workspace, conversation, n_messages):
    """Gives the conversation so many messages more, the visitor's and the agent's by turns."""
    events = [json.loads(body) for (body,) in db.execute("select body from event where conversation_id = ? order by seq", [conversation["id"]])]
    patterns = [next(it for it in events if it["what"]["is"] == kind) for kind in ("said", "replied")]
    (seq,) = db.execute("select seq from workspace where id = ?", [workspace]).fetchone()
    at = max(it["at"] for it in events)
    rows = []
    for n in range(n_messages):
        event = said(patterns[n // 3 % 2], n, seq + n + 1, at + n * MINUTE // 2)
        rows.append((workspace, event["seq"], conversation["id"], event["what"]["id"], json.dumps(event)))
    db.executemany("insert into event (workspace_id, seq, conversation_id, message_id, body) values (?, ?, ?, ?, ?)", rows)
    state = json.loads(conversation["state"])
    state["seq"] = seq + n_messages
    db.execute("update conversation set state = ? where id = ?", [json.dumps(state), conversation["id"]])
    db.execute("update workspace set seq = ? where id = ?", [seq + n_messages, workspace])


def multiply(db, conversation, n_conversations):
    """Copies the conversation, each time of another visitor and a minute earlier."""
    visitor = dict(db.execute("select * from visitor where id = ?", [conversation["visitor_id"]]).fetchone())
    for n in range(n_conversations):
        ids = {"id": f"bench{n:021d}", "visitor_id": f"visit{n:021d}"}
        state = json.loads(conversation["state"])
        state["id"], state["visitor"]["id"] = ids["id"], ids["visitor_id"]
        state["visitor"]["name"] = f"Visitor number {n}"
        state["last"]["preview"] = words(n)
        state["changed_at"] = conversation["changed_at"] - (n + 1) * MINUTE
        new = {**conversation, **ids, "changed_at": state["changed_at"], "state": json.dumps(state)}
        insert(db, "visitor", {**visitor, "id": ids["visitor_id"]})
        insert(db, "conversation", new)


def insert(db, table, row):
    db.execute(f"insert into {table} ({', '.join(row)}) values ({', '.join('?' * len(row))})", list(row.values()))


def main():
    database, n_conversations, n_messages = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    db = sqlite3.connect(database, timeout=10)
    db.row_factory = sqlite3.Row
    conversation = dict(db.execute("select * from conversation").fetchone())
    with db:
        multiply(db, conversation, n_conversations)
        lengthen(db, conversation["workspace_id"], conversation, n_messages)
    print(conversation["id"])


main()
