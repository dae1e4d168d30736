-- Before something is erased: bytes that are given up are overwritten with zeros.
PRAGMA secure_delete = ON;
