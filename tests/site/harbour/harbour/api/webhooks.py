"""What carriers send us, signed."""

import hashlib
import hmac
import json


def signature(secret: str, body: str) -> str:
    return hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()


def receive(secret: str, body: str, signed: str) -> dict:
    if not hmac.compare_digest(signature(secret, body), signed):
        return {"status": 401, "reason": "the signature is wrong"}
    try:
        event = json.loads(body)
    except ValueError:
        return {"status": 400, "reason": "no JSON"}
    kind = event.get("kind")
    if kind == "arrival":
        return {"status": 202, "ship": event["ship"]}
    if kind == "departure":
        return {"status": 202, "ship": event["ship"], "left": True}
    return {"status": 422, "reason": f"unknown kind {kind!r}"}


def replay(events: list[str], secret: str) -> list[dict]:
    answers = []
    for body in events:
        answers.append(receive(secret, body, signature(secret, body)))
    return answers
