CREATE TABLE b (id INT PRIMARY KEY, a_id INT, KEY ba (a_id));
