"""Double entry: every posting adds up to nothing."""


class Ledger:
    """Accounts and their balances."""

    def __init__(self) -> None:
        self.balances: dict[str, int] = {}

    def post(self, entries: list[tuple[str, int]]) -> None:
        if sum(amount for _, amount in entries) != 0:
            raise ValueError("a posting must add up to 0")
        for account, amount in entries:
            self.balances[account] = self.balances.get(account, 0) + amount

    def balance(self, account: str) -> int:
        return self.balances.get(account, 0)
