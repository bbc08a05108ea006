"""A cart."""


class Cart:
    def __init__(self):
        self.items = {}

    def add(self, name, price, quantity=1):
        if quantity < 1:
            raise ValueError("quantity")
        self.items[name] = (price, quantity)

    def total(self, voucher=None):
        total = sum(price * quantity for price, quantity in self.items.values())
        if voucher and total > 100:
            total -= voucher
        return total

    def clear(self):
        self.items = {}


def debug(cart):  # pragma: no cover
    print(cart.items)


def describe(cart):
    for name in cart.items:
        if name.startswith("x"):
            continue
        yield name
