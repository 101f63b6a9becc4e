"""How much may one request bring, and how much may wait?"""

MAX_REQUEST = 500 * 1024  # bytes after unpacking, as the SDKs count it
MAX_PACKED = MAX_REQUEST + 1024  # gzip makes what cannot be packed a little larger
MAX_WAITING = 20_000  # requests between the network and the spool, in one process
MAX_WAITING_BYTES = 64 * 1024 * 1024
BODY_SECONDS = 60  # to send the rest of a body after its first part
SHOWN_ERRORS = 5  # of a batch, in the answer
