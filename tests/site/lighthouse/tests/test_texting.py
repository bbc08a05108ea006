def test_short_text():
    assert send("1", "a")["text"] == "a"

def test_long_text():
    assert raises(send, "1", "a" * 161)
