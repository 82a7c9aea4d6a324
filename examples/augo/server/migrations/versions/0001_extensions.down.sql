-- Refused by PostgreSQL while a table of Mem0's still has a vector column.

DROP EXTENSION IF EXISTS "uuid-ossp";
DROP EXTENSION IF EXISTS vector;
