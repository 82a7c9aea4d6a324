CREATE EXTENSION btree_gist;
ALTER TABLE t ADD CONSTRAINT t_room_during_excl EXCLUDE USING gist (room WITH =, during WITH &&);
