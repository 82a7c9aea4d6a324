CREATE TABLE t (room integer, during tstzrange);
