CREATE TABLE t (a text);
CREATE TABLE h (x t[]);
