"""Which ship lies where."""


class Quay:
    """A quay with berths of different lengths."""

    def __init__(self, lengths: dict[str, int]) -> None:
        self.lengths = lengths
        self.taken: dict[str, str] = {}

    def free(self) -> list[str]:
        return [berth for berth in self.lengths if berth not in self.taken]

    def assign(self, ship: str, length: int) -> str | None:
        """The shortest free berth that is long enough."""
        fitting = [berth for berth in self.free() if self.lengths[berth] >= length]
        if not fitting:
            return None
        berth = min(fitting, key=lambda name: self.lengths[name])
        self.taken[berth] = ship
        return berth

    def leave(self, ship: str) -> bool:
        for berth, name in list(self.taken.items()):
            if name == ship:
                del self.taken[berth]
                return True
        return False
