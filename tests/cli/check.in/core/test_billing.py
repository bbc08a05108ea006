def test_total():
    from billing import total
    assert total([41]) == 42
