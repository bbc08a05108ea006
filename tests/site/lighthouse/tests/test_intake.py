def test_subject_is_found():
    assert subject("Subject: a") == "a"

def test_no_subject():
    assert subject("") is None
