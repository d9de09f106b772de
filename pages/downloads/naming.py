"""What is a file called? One rule for all of them: province, subject, period, batch.

For: whoever finds it again in a folder. In the language of the file, in letters that every
system takes: `nghe-an_hinh-ban-do-DVC01_2023_dot-96.png`.
"""

from components.reader import Reader
from queries.settled import Settled

LONGEST_ABOUT = 40


def file_name(
    subject: str,
    *,
    about: str = "",
    kind: str,
    settled: Settled,
    of_period: bool = True,
    reads_map: bool = True,
    reader: Reader,
) -> str:
    """`subject` in words of a file name; `about`, a code, tells files of one subject apart.

    Without `of_period` it is how things stand on the day, whichever period was asked. `reads_map`:
    an era asked for changes the figures, and is named.
    """
    asked = settled.question
    unit = settled.unit["unit_code"] if settled.unit else ""
    when = asked.period.code if of_period else asked.today.isoformat()
    parts = [_joined(settled.province["slug"], unit), _joined(subject, about), when]
    if asked.era and reads_map:
        parts.append(f"{reader.text('downloads.file.era')}-{asked.era.isoformat()}")
    parts.append(f"{reader.text('downloads.file.batch')}-{asked.as_of}")
    return f"{'_'.join(parts)}.{kind}"


def _joined(words: str, code: str) -> str:
    return "-".join(part for part in (words, _cleaned(code)) if part)


def _cleaned(text: str) -> str:
    kept = "".join(
        letter for letter in text if letter.isascii() and (letter.isalnum() or letter in "-_")
    )
    return kept[:LONGEST_ABOUT]
