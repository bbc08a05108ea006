from harbour.berths import Quay


def quay():
    return Quay({"A": 100, "B": 60})


def test_shortest_fitting():
    assert quay().assign("Ada", 50) == "B"


def test_too_long():
    assert quay().assign("Ada", 150) is None


def test_leave():
    it = quay()
    it.assign("Ada", 50)
    assert it.leave("Ada")
    assert not it.leave("Ada")
