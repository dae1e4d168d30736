"""Which rows of a pyarrow table are the same, by libklantbeeld.

    python3 link_table.py customers.csv

Tables go in and links come out by the Arrow C data interface: nothing is
copied into Python objects on the way.  Needs pyarrow; polars and DuckDB hand
out the same batches.
"""
import ctypes
import sys

import pyarrow as pa
import pyarrow.csv


class Error(ctypes.Structure):
    _fields_ = [("message", ctypes.c_char * 600)]


kb = ctypes.CDLL("libklantbeeld.so.0")
kb.kb_close.argtypes = [ctypes.c_void_p]
kb.kb_run.argtypes = [ctypes.c_void_p, ctypes.POINTER(Error)]


def must(status, err):
    if status:
        raise RuntimeError(err.message.decode())


class Struct(ctypes.Structure):
    """Room for an ArrowSchema (72 bytes) or an ArrowArray (80)."""
    _fields_ = [("room", ctypes.c_uint64 * 10)]


def links_of(table, record=None):
    err, engine = Error(), ctypes.c_void_p()
    must(kb.kb_open(None, ctypes.byref(engine), ctypes.byref(err)), err)
    try:
        for batch in table.to_batches():
            schema, array = Struct(), Struct()
            batch._export_to_c(ctypes.addressof(array), ctypes.addressof(schema))
            name = record.encode() if record else None
            must(kb.kb_add_arrow(engine, ctypes.byref(schema), ctypes.byref(array), name, None, ctypes.byref(err)), err)
        must(kb.kb_run(engine, ctypes.byref(err)), err)
        schema, array = Struct(), Struct()
        must(kb.kb_links_arrow(engine, ctypes.byref(schema), ctypes.byref(array), ctypes.byref(err)), err)
        return pa.RecordBatch._import_from_c(ctypes.addressof(array), ctypes.addressof(schema))
    finally:
        kb.kb_close(engine)


if __name__ == "__main__":
    table = pyarrow.csv.read_csv(sys.argv[1])
    links = links_of(table, "id" if "id" in table.column_names else None)
    print(links.num_rows, "mentions,", len(set(links.column("party").to_pylist())), "parties")
