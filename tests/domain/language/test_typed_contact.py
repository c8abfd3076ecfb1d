"""A name and a telephone number as people type them of themselves."""

import pytest

from domain.language.typed_contact import TypedContact, read_contact, read_phone

TOLD = [
    ("张三 13800000000", "张三", "13800000000"),
    ("张三13800000000", "张三", "13800000000"),
    ("13800000000 张三", "张三", "13800000000"),
    ("张三，138 0000 0000", "张三", "13800000000"),
    ("我叫张三，电话 138-0000-0000", "张三", "13800000000"),
    ("姓名：王小明 手机号：１３８１２３４５６７８", "王小明", "13812345678"),
    ("李四 +86 138 1234 5678", "李四", "13812345678"),
    ("李四 0086-13812345678", "李四", "13812345678"),
    ("021-65551234 李四", "李四", "02165551234"),
    ("李四 400 123 4567", "李四", "4001234567"),
    ("阿依古丽·买买提 13912345678", "阿依古丽·买买提", "13912345678"),
    ("Ann Lee +49 151 23456789", "Ann Lee", "+4915123456789"),
    ("my name is Ann, phone +1 (415) 555-0132", "Ann", "+14155550132"),
    ("O'Neil 010 6555 1234", "O'Neil", "01065551234"),
    ("张三", "张三", ""),
    ("13800000000", "", "13800000000"),
    ("在吗？", "", ""),
    ("10箱可乐", "", ""),
    ("", "", ""),
    ("张" * 31, "", ""),
    ("张三 13800000000 李四 13900000000", "", "13800000000"),
    ("<b>张三</b> 13800000000", "", "13800000000"),
]


@pytest.mark.parametrize(("text", "name", "phone"), TOLD)
def test_what_is_told_is_read(text: str, name: str, phone: str) -> None:
    assert read_contact(text) == TypedContact(name=name, phone=phone)


@pytest.mark.parametrize("digits", ["12345", "1380000000", "138000000000", "23800000000", "12800000000", "+12345"])
def test_digits_that_are_no_number_are_said_to_be_wrong(digits: str) -> None:
    told = read_contact(f"张三 {digits}")
    assert (told.name, told.phone) == ("张三", "")
    assert told.wrong.lstrip("+") == digits.lstrip("+")


@pytest.mark.parametrize("phone", ["13800000000", "02165551234", "+4915123456789"])
def test_a_number_as_we_write_it_is_read_the_same(phone: str) -> None:
    assert read_phone(phone) == phone
