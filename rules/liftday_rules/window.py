"""The last so many days of one number, kept in order, so that each new run costs next to nothing."""

from bisect import bisect_left, bisect_right, insort
from collections import deque
from datetime import date, timedelta


class Window:
    """Values of the last `days` days. Days must not fall; asking forgets what has become too old."""

    def __init__(self, days: int) -> None:
        self._span = timedelta(days=days)
        self._dated: deque[tuple[date, float]] = deque()
        self.ordered: list[float] = []

    def __len__(self) -> int:
        return len(self.ordered)

    def add(self, day: date, value: float) -> None:
        """Remember the value."""
        self._dated.append((day, value))
        insort(self.ordered, value)

    def forget_before(self, day: date) -> None:
        """Drop what is older than the window that ends on this day."""
        oldest = day - self._span
        while self._dated and self._dated[0][0] < oldest:
            _, value = self._dated.popleft()
            del self.ordered[bisect_left(self.ordered, value)]

    def share_below(self, value: float) -> float:
        """Where the value stands among the others: 0 below all, 1 above all, ties in the middle."""
        below, upto = bisect_left(self.ordered, value), bisect_right(self.ordered, value)
        return (below + upto) / (2 * len(self.ordered))

    def quantile(self, share: float) -> float:
        """The value below which this share lies, by nearest rank."""
        return self.ordered[round(share * (len(self.ordered) - 1))]

    def largest(self, rank: int) -> float | None:
        """The largest (1), second largest (2) value, or None when there are too few."""
        return self.ordered[-rank] if len(self.ordered) >= rank else None
