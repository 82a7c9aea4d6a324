CREATE TABLE a (id int);

--bun:split

CREATE TABLE b (id int);
