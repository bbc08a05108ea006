import pytest

from shop.cart import Cart, describe


@pytest.mark.parametrize("quantity,total", [(1, 10), (2, 20), (3, 30)])
def test_total(quantity, total):
    cart = Cart()
    cart.add("a", 10, quantity)
    assert cart.total() == total


class TestVoucher:
    def test_below(self):
        cart = Cart()
        cart.add("a", 10)
        assert cart.total(voucher=5) == 10

    def test_wrong(self):
        assert Cart().total() == 1, "an empty <cart> & its total"


@pytest.fixture
def broken():
    raise RuntimeError("no database")


def test_database(broken):
    pass


@pytest.mark.skip(reason="later")
def test_later():
    pass


@pytest.mark.xfail
def test_known():
    assert False


def test_names():
    cart = Cart()
    cart.add("a", 1)
    assert list(describe(cart)) == ["a"]
