-- pawl:allow drop-table
DROP TABLE users;
