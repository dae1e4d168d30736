-- After something was erased: no page keeps what stood in it before.
VACUUM;
