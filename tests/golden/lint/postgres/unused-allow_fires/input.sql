-- pawl:allow drop-table nobody uses it
CREATE TABLE fresh (a int);
-- pawl:allow drop-tabel misspelt
DROP TABLE users;
