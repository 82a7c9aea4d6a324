CREATE TABLE b (id int);
SELECT 1;
