CREATE TABLE a (id bigint unsigned PRIMARY KEY, t varchar(9) COLLATE utf8mb4_general_ci, b varchar(9) COLLATE binary) COLLATE = utf8mb4_uca1400_ai_ci;
