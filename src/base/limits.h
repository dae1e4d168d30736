/*
 * Every limit of the program, by name and unit, in one place, so that an
 * operator can find what stopped a job and a reader can judge the whole.
 * A test stands below, at and above each.
 */
#pragma once

enum {
    FIELD_BYTES_MAX = 64 * 1024,            /* one cell or property of a source record */
    ROW_BYTES_MAX = 4 * 1024 * 1024,        /* one row, all cells */
    ROW_COLUMNS_MAX = 2000,                 /* cells in one row */
    KEY_BYTES_MAX = 255,                    /* a source key */
    NAME_BYTES_MAX = 400,                   /* a person or organisation name after cleaning */
    ROW_ARENA_BYTES_MAX = 32 * 1024 * 1024, /* memory for one row on its way to a profile */
    MENTIONS_PER_RECORD_MAX = 8,
    REJECTED_KEPT_MAX = 10000,             /* bad rows kept whole per import; more are counted */
    IMPORT_BATCH_ROWS = 50000,             /* rows per commit; of a large file more (flow/import) */
    DOCUMENT_BYTES_MAX = 16 * 1024 * 1024, /* one file put with a customer */
    SEARCH_HITS_MAX = 100,                 /* parties in one reply */
    THREADS_MAX = 256,

    HTTP_BODY_BYTES_MAX = 1024 * 1024,              /* one request body */
    HTTP_LARGE_BODIES_MAX = 4,                      /* bodies larger than that, at once: documents */
    UPLOAD_BYTES_USUAL = 512 * 1024 * 1024,         /* one file sent to be imported, unless serve is told otherwise */
    HTTP_SPOOLS_MAX = 4,                            /* bodies that go to a file, at once: uploads */
    HTTP_HEADER_BYTES_MAX = 16 * 1024,              /* all headers of one request, names and values */
    HTTP_TARGET_BYTES_MAX = 4 * 1024,               /* path and query */
    HTTP_REQUEST_ARENA_BYTES_MAX = 8 * 1024 * 1024, /* memory for one request beside body and reply */
    HTTP_CONNECTIONS_MAX = 2000,                    /* at once */
    HTTP_CONNECTIONS_PER_ADDRESS_MAX = 100,         /* at once, from one address that is not this machine */
    HTTP_IDLE_SECONDS_MAX = 30,                     /* then a silent connection is closed */
    HTTP_SLOW_WAITING_MAX = 256,                    /* requests waiting for a slow thread; more are told to come back */
    HTTP_GZIP_BYTES_MIN = 1024,                     /* smaller replies go as they are */
};
