CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE prices (id int PRIMARY KEY, amount int) WITH SYSTEM VERSIONING;
CREATE VIEW both_of_them AS SELECT u.id, p.amount FROM users u, prices p;
CREATE VIEW nested AS
SELECT u.id, (SELECT max(q.n) FROM (SELECT 1 AS n) q) AS n
FROM (users u JOIN prices p ON p.id = u.id) LEFT JOIN (users v JOIN prices r ON r.id = v.id) ON v.id = u.id;
