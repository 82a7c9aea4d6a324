CREATE TABEL x (a int);
