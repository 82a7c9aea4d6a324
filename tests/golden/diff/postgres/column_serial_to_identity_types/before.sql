CREATE TABLE t (a serial, b bigserial, c smallserial);
INSERT INTO t DEFAULT VALUES;
