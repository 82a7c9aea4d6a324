CREATE TABLE t (a serial, b serial);
CREATE TABLE u (c serial);
