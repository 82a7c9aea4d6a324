-- pgvector for semantic search, uuid-ossp for keys made by the database.
-- Both must be installed on the server; neither is part of a plain PostgreSQL.

CREATE EXTENSION IF NOT EXISTS vector;
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
