"""Values that wait outside memory come back as they were."""

from concurrent.futures import ThreadPoolExecutor

from kb.memory import Packed


def test_values_come_back_in_any_order_and_in_any_thread() -> None:
    values = [{"页": "正文" * number} for number in range(50)]
    packed = [Packed(value) for value in values[:25]]
    with ThreadPoolExecutor(4) as pool:
        early = [pool.submit(one.unpack) for one in reversed(packed)]
        packed += [Packed(value) for value in values[25:]]
        assert [one.result() for one in early] == values[24::-1]
    assert [one.unpack() for one in packed] == values


def test_a_value_is_a_copy() -> None:
    value = ["甲"]
    packed = Packed(value)
    value.append("乙")
    assert packed.unpack() == ["甲"]
    packed.unpack().append("丙")
    assert packed.unpack() == ["甲"]
