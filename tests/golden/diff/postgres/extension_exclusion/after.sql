CREATE EXTENSION btree_gist;
CREATE TABLE t (room integer, during tstzrange, EXCLUDE USING gist (room WITH =, during WITH &&));
