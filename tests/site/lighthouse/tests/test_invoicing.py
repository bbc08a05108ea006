def test_total_of_nothing():
    assert total([]) == 0

def test_total_of_two():
    assert total([Mock(price=1, count=2)]) == 2

def test_contract_of_the_provider():
    assert provider.version() == 3
