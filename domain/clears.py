"""The six clears of a work item: who does what by when, to which end, and who answers for it.

items: title_vi, executor, post_vi (the accountable post), kind, deadline, product_vi, measure,
authority_level. Each clear is judged by what is written; what is missing is told by its name.
"""

from collections.abc import Mapping

import polars as pl

from domain.cells.texts import fold

CLEARS = ("person", "work", "time", "responsibility", "product", "authority")

# Alternatives of a pattern, folded. With these a task begins in the documents; then its object.
VERBS = (
    "bai bo|ban giao|ban hanh|bao cao|bao dam|bao tri|bao ve|bien soan|bo sung|bo tri|boi duong|"
    "cai tao|cap|cap nhat|cat giam|cau hinh|chap hanh|chi dao|chi tra|chia se|cho vay|chu tri|"
    "chuan hoa|chuyen|chuyen doi|chuyen giao|cong bo|cong khai|cu|cung cap|cung co|dam bao|danh "
    "gia|dao tao|dau tu|day manh|de xuat|dien tap|dieu chinh|dieu dong|dinh ky|doi chieu|don doc|"
    "don gian hoa|dong|dong bo|dua|duy tri|giai ngan|giai quyet|giam|giam sat|giao|ho tro|hoan "
    "thanh|hoan thien|hop tac|huong dan|huy dong|ket noi|khac phuc|khai thac|kham|khao sat|khen "
    "thuong|khuyen khich|kiem soat|kiem thu|kiem tra|kien nghi|kien toan|ky ket|lam sach|lap|lap "
    "dat|lien thong|luu tru|mo|mo rong|mua sam|nang|nang cao|nang cap|nghien cuu|nhan rong|niem "
    "phong|phan bo|phan cap|phan cong|phan tich|phat dong|phat hanh|phat thanh|phat trien|phe "
    "binh|phe duyet|pho cap|phoi hop|phong ngua|phu song|quan ly|quan triet|quyet toan|ra soat|"
    "rut ngan|sao luu|sap xep|so hoa|so ket|soan thao|su dung|sua doi|tai cau truc|tai su dung|"
    "tang|tang cuong|tao lap|tap huan|tap trung|tham dinh|tham gia|tham muu|thanh lap|thanh toan|"
    "thao go|thay|thay the|theo doi|thi diem|thi hanh|thiet lap|thong ke|thu|thu nhan|thuc hien|"
    "tich hop|tich luy|tiep nhan|tiep tuc|to chuc|to chuc lai|tong hop|tong ket|trang bi|trien "
    "khai|trinh|truyen thong|tuyen truyen|ung cuu|ung dung|uu tien|uy quyen|van dong|van hanh|"
    "xac dinh|xac minh|xac thuc|xay dung|xet|xu ly|xu phat"
)
# What can be counted when it is there: papers, systems, lists, people trained.
COUNTABLE = (
    "bai|ban do|bao cao|bien ban|bo|buoi|chung thu|chuong trinh|chuyen de|co so du lieu|cong|"
    "cong van|danh muc|danh sach|de an|du lieu|du toan|duong truyen|he thong|ho so|hop dong|"
    "huong dan|ke hoach|kho|lop|may|mo hinh|nghi dinh|nghi quyet|phan mem|phieu|phuong an|quy "
    "che|quy trinh|quyet dinh|san pham|so|so lieu|tai khoan|thiet bi|thong bao|thong tu|to cong "
    "tac|to trinh|ty le|ung dung|van ban"
)
FEWEST_WORDS = 3


def clears(items: pl.DataFrame, *, weights: Mapping[str, float]) -> pl.DataFrame:
    """`items` with `clears` (a struct of booleans by CLEARS), `unclear` and `clear_score`.

    person: an executor is named; responsibility: an accountable post is, and it is not the
    executor; work: a verb with its object; time: a real date, or a rhythm; product: one that can
    be counted; authority: the level that may decide. unclear: the missing ones that count, in the
    order of CLEARS. clear_score: weight of what is clear of all weight, 0-1; null where no clear
    counts. weights: of each clear; 0 or absent drops it.
    """
    counting = [name for name in CLEARS if weights.get(name, 0) > 0]
    whole = sum(weights[name] for name in counting)
    judged = items.with_columns(
        clears=pl.struct(
            _is_named("executor").alias("person"),
            _says_work().alias("work"),
            (pl.col("deadline").is_not_null() | (pl.col("kind") == "recurring")).alias("time"),
            (_is_named("post_vi") & ~_is_executor()).alias("responsibility"),
            _counts_product().alias("product"),
            pl.col("authority_level").is_not_null().alias("authority"),
        )
    )
    clear = pl.col("clears").struct
    missing = [pl.when(~clear.field(name)).then(pl.lit(name)) for name in counting]
    reached = [pl.when(clear.field(name)).then(weights[name]).otherwise(0.0) for name in counting]
    nothing = pl.lit([], dtype=pl.List(pl.String))
    return judged.with_columns(
        unclear=pl.concat_list(missing).list.drop_nulls() if counting else nothing,
        clear_score=(
            pl.sum_horizontal(reached) / whole if counting else pl.lit(None, dtype=pl.Float64)
        ),
    )


def _folded(column: str) -> pl.Expr:
    return pl.col(column).fill_null("").map_elements(fold, return_dtype=pl.String)


def _is_named(column: str) -> pl.Expr:
    return _folded(column).str.len_chars() > 0


def _is_executor() -> pl.Expr:
    return _folded("post_vi") == _folded("executor")


def _says_work() -> pl.Expr:
    """The title begins with a verb of the documents and names what it is done to."""
    title = _folded("title_vi")
    is_long_enough = title.str.count_matches(r"\S+") >= FEWEST_WORDS
    return is_long_enough & title.str.contains(rf"^(?:{VERBS}) \S")


def _counts_product() -> pl.Expr:
    """A product is named, and it or its measure holds a number or the name of a countable thing."""
    told = pl.concat_str(_folded("product_vi"), pl.lit(" "), _folded("measure"))
    countable = rf"\d|\b(?:{COUNTABLE})\b"
    return _is_named("product_vi") & told.str.contains(countable)
