from components.scenes.owed_rows import Owed, both


def lines(kind: str, count: int) -> list[Owed]:
    return [
        Owed(tone="bad", sign="due", what=f"{kind} {number}", when="1") for number in range(count)
    ]


def told(*, debts: int, wishes: int, rows: int) -> tuple[int, int]:
    shown = [line.what for line in both(lines("owes", debts), lines("asks", wishes), rows=rows)]
    owes = [what for what in shown if what.startswith("owes")]
    assert shown[: len(owes)] == owes
    return len(owes), len(shown) - len(owes)


def test_what_a_unit_asks_is_never_crowded_out_by_what_it_owes() -> None:
    assert told(debts=9, wishes=1, rows=4) == (3, 1)
    assert told(debts=9, wishes=9, rows=4) == (2, 2)
    assert told(debts=9, wishes=9, rows=5) == (3, 2)


def test_where_there_is_room_all_of_both_is_told() -> None:
    assert told(debts=2, wishes=1, rows=3) == (2, 1)
    assert told(debts=0, wishes=3, rows=3) == (0, 3)
    assert told(debts=3, wishes=0, rows=3) == (3, 0)
    assert told(debts=1, wishes=9, rows=4) == (1, 3)
