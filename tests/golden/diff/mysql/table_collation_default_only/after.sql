CREATE TABLE t (a VARCHAR(10) COLLATE utf8mb4_general_ci, b INT) COLLATE utf8mb4_bin;
