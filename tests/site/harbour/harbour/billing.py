"""Port dues and invoices. Amounts are minor units of the invoice's currency."""

from dataclasses import dataclass, field

GRACE_DAYS = 14
LATE_FEE_PERCENT = 2


class BillingError(Exception):
    """An invoice can't be changed so."""


@dataclass
class Invoice:
    """An invoice and what was paid of it."""

    number: str
    lines: list[tuple[str, int]] = field(default_factory=list)
    paid: int = 0
    refunded: int = 0

    @property
    def total(self) -> int:
        return sum(amount for _, amount in self.lines)

    @property
    def due(self) -> int:
        return self.total - self.paid + self.refunded

    def add(self, text: str, amount: int) -> None:
        if amount <= 0:
            raise BillingError(f"{text}: an amount must be above 0")
        self.lines.append((text, amount))

    def pay(self, amount: int) -> int:
        """Takes a payment; gives back what is too much."""
        if amount <= 0:
            raise BillingError("a payment must be above 0")
        over = max(0, amount - self.due)
        self.paid += amount - over
        return over

    def refund(self, amount: int, reason: str) -> None:
        if amount > self.paid:
            raise BillingError(f"{reason}: more than was paid")
        if amount == self.paid:
            self.paid = 0
            self.refunded = 0
            return
        self.refunded += amount
        self._note_partial(amount, reason)

    def _note_partial(self, amount: int, reason: str) -> None:
        share = 100 * amount // self.total
        self.lines.append((f"refund of {share} % <{reason}>", -amount))

    def late_fee(self, days: int) -> int:
        if days <= GRACE_DAYS or self.due == 0:
            return 0
        weeks = (days - GRACE_DAYS) // 7 + 1
        return self.due * LATE_FEE_PERCENT * weeks // 100
