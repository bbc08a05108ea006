import pytest

from harbour.ledger import Ledger


def test_post():
    ledger = Ledger()
    ledger.post([("cash", 5), ("dues", -5)])
    assert ledger.balance("cash") == 5


def test_unbalanced():
    with pytest.raises(ValueError):
        Ledger().post([("cash", 5)])
