"""Quotes as tables in memory and on disk: Arrow, and over it pandas, polars and Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from quotekit.extras import load_extra
from quotekit.model import Quotes
from quotekit.outputs.rows import COLUMNS, each_document, rows_of

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = ["parquet_parts", "to_arrow", "to_frame", "to_polars"]

# Rows that are turned into columns together, and that are one row group of a Parquet file.
_N_ROWS: Final = 20_000


def to_arrow(quotes: Quotes | Iterable[Quotes]) -> pa.Table:
    """The quotes of one article or of many as an Arrow table, a row a quote.

    `quotekit.outputs.rows.COLUMNS` are its columns, whether there are quotes or not. Needs the extra arrow.

    >>> from quotekit.model import Article, Quote, TextSpan
    >>> quotes = Quotes(Article("Go, he said.", id="a"), [Quote("direct", [TextSpan(0, 2, "Go")])])
    >>> table = to_arrow(quotes)
    >>> table.num_rows, table.column("text").to_pylist()
    (1, ['Go'])
    """
    arrow = load_extra("pyarrow", "arrow")
    schema = _schema(arrow)
    return arrow.Table.from_batches(_batches(arrow, schema, each_document(quotes)), schema)


def to_frame(quotes: Quotes | Iterable[Quotes]) -> pd.DataFrame:
    """The table of `to_arrow` as a pandas data frame: whole numbers as ``Int64``, which can be missing.

    Needs the extra pandas.

    >>> from quotekit.model import Article, Quote, TextSpan
    >>> quotes = Quotes(Article("Go, he said.", id="a"), [Quote("direct", [TextSpan(0, 2, "Go")])])
    >>> frame = to_frame(quotes)
    >>> frame.loc[0, "text"], len(frame)
    ('Go', 1)
    """
    pandas = load_extra("pandas", "pandas")
    integers = {load_extra("pyarrow", "pandas").int64(): pandas.Int64Dtype()}
    return to_arrow(quotes).to_pandas(types_mapper=integers.get)


def to_polars(quotes: Quotes | Iterable[Quotes]) -> pl.DataFrame:
    """The table of `to_arrow` as a polars data frame. Needs the extra polars.

    >>> from quotekit.model import Article, Quote, TextSpan
    >>> quotes = Quotes(Article("Go, he said.", id="a"), [Quote("direct", [TextSpan(0, 2, "Go")])])
    >>> to_polars(quotes).row(0, named=True)["text"]
    'Go'
    """
    polars = load_extra("polars", "polars")
    load_extra("pyarrow", "polars")
    return polars.from_arrow(to_arrow(quotes))


def parquet_parts(quotes: Quotes | Iterable[Quotes]) -> Iterator[bytes]:
    """A Parquet file of the table of `to_arrow`, in pieces, in flat memory. Needs the extra arrow."""
    arrow = load_extra("pyarrow", "arrow")
    parquet = load_extra("pyarrow.parquet", "arrow")
    schema = _schema(arrow)
    sink = _Sink()
    with parquet.ParquetWriter(arrow.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        for batch in _batches(arrow, schema, each_document(quotes)):
            writer.write_batch(batch)
            yield from sink.take()
    yield from sink.take()


class _Sink:
    """A file to be written that gives away what it has got so far."""

    def __init__(self) -> None:
        self.closed = False
        self._parts: list[bytes] = []
        self._n_written = 0

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        self._n_written += len(data)
        return len(data)

    def tell(self) -> int:
        return self._n_written

    def flush(self) -> None:
        """Does nothing: there is no buffer below."""

    def close(self) -> None:
        self.closed = True

    def take(self) -> list[bytes]:
        """What was written since the last call."""
        parts, self._parts = self._parts, []
        return parts


def _batches(arrow: Any, schema: Any, documents: Iterable[Quotes]) -> Iterator[Any]:
    waiting: list[dict[str, Any]] = []
    for document in documents:
        waiting += rows_of(document)
        if len(waiting) >= _N_ROWS:
            yield arrow.RecordBatch.from_pylist(waiting, schema)
            waiting = []
    if waiting:
        yield arrow.RecordBatch.from_pylist(waiting, schema)


def _schema(arrow: Any) -> Any:
    span = arrow.struct(
        [
            arrow.field("start", arrow.int64(), nullable=False),
            arrow.field("end", arrow.int64(), nullable=False),
        ]
    )
    types = {
        "text": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "flag": arrow.bool_(),
        "spans": arrow.list_(span),
        "texts": arrow.list_(arrow.string()),
    }
    return arrow.schema([arrow.field(one.name, types[one.type], nullable=one.may_lack) for one in COLUMNS])
