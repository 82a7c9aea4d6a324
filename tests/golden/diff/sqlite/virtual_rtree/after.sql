CREATE VIRTUAL TABLE r USING rtree(id, a, b, c, d);
CREATE VIRTUAL TABLE r2 USING rtree_i32(id, a, b, +note TEXT);
