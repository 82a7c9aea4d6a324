CREATE TABLE t (a integer);
CREATE TABLE h (x t[]);
