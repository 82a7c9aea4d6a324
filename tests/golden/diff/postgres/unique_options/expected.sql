ALTER INDEX u SET (fillfactor=80);
