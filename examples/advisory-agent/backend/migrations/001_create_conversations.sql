-- Conversations: one row a chat session.
--
-- Scenario A: an existing customer is logged in, customer_id is known.
-- Scenario B: a new user, known by the browser's session_id alone. A session that
-- becomes a customer keeps both.

CREATE TABLE IF NOT EXISTS conversations (
    conversation_id  TEXT PRIMARY KEY,
    customer_id      TEXT,
    session_id       TEXT,
    scenario         TEXT NOT NULL CHECK (scenario IN ('A', 'B')),
    title            TEXT,
    status           TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'closed')),
    message_count    INTEGER NOT NULL DEFAULT 0 CHECK (message_count >= 0),
    last_activity_at DATETIME NOT NULL DEFAULT (datetime('now')),
    metadata         TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata)),
    created_at       DATETIME NOT NULL DEFAULT (datetime('now')),
    updated_at       DATETIME NOT NULL DEFAULT (datetime('now')),
    CHECK (customer_id IS NOT NULL OR session_id IS NOT NULL)
);

CREATE INDEX IF NOT EXISTS idx_conversations_customer_id
    ON conversations (customer_id, last_activity_at);
CREATE INDEX IF NOT EXISTS idx_conversations_session_id
    ON conversations (session_id, last_activity_at);
