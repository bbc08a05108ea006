def test_empty_question():
    assert answer("") == ""

def test_answer_is_the_models():
    ask = Mock(return_value="b")
    assert answer("a") == "b"
