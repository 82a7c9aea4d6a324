CREATE TABLE t (id int PRIMARY KEY, a int, b int INVISIBLE, c timestamp DEFAULT current_timestamp() ON UPDATE current_timestamp() INVISIBLE);
