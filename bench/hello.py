"""An application that answers 8 KB of JSON and does nothing else: what the machine can serve."""

from __future__ import annotations

import json

from flask import Flask, Response

app = Flask("hello")
ROWS = [{"id": number, "text": "x" * 60} for number in range(100)]


@app.get("/api/v1/hello")
def hello() -> Response:
    """Answer as a view does, by writing JSON anew."""
    return Response(json.dumps(ROWS), mimetype="application/json")
