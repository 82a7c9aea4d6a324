CREATE TABLE t (a TEXT DEFAULT "x", b INTEGER DEFAULT (+1), c TEXT DEFAULT (current_timestamp), d TEXT);
