from harbour.api.webhooks import receive, signature


def test_arrival():
    body = '{"kind": "arrival", "ship": "Ada"}'
    assert receive("s", body, signature("s", body))["status"] == 202


def test_wrong_signature():
    assert receive("s", "{}", "x")["status"] == 401
