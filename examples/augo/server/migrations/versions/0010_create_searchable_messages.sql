-- Messages once more, for search: by word (tsvector) and by meaning (embedding).
-- LangGraph keeps the conversation itself in its checkpoints.

CREATE TABLE searchable_messages (
    id            UUID PRIMARY KEY DEFAULT uuid_generate_v4(),
    session_id    UUID NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    user_id       UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role          VARCHAR(10) NOT NULL,
    content       TEXT NOT NULL,
    embedding     vector(1536),
    search_vector tsvector GENERATED ALWAYS AS (to_tsvector('simple', content)) STORED,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT ck_searchable_messages_role CHECK (role IN ('user', 'assistant'))
);

COMMENT ON COLUMN searchable_messages.embedding IS 'NULL until the embedding worker has seen it';

CREATE INDEX ix_searchable_messages_user_id ON searchable_messages (user_id, created_at DESC);
CREATE INDEX ix_searchable_messages_session_id ON searchable_messages (session_id, created_at);
CREATE INDEX ix_searchable_messages_search_vector ON searchable_messages USING gin (search_vector);
CREATE INDEX ix_searchable_messages_embedding ON searchable_messages
    USING hnsw (embedding vector_cosine_ops) WITH (m = 16, ef_construction = 64);
