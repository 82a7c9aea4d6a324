CREATE TABLE t (a INT) page_compressed=1 row_format=dynamic;
CREATE TABLE u (a INT) ENGINE=aria;
