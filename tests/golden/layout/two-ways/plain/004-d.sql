-- Down
--   DROP TABLE d;
CREATE TABLE d (id INT);
