-- Messages of a conversation, with what the agent's tools did for them.

CREATE TABLE IF NOT EXISTS chat_messages (
    message_id      INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id) ON DELETE CASCADE,
    role            TEXT NOT NULL CHECK (role IN ('user', 'assistant', 'system', 'tool')),
    content         TEXT NOT NULL,
    tool_calls      TEXT CHECK (tool_calls IS NULL OR json_valid(tool_calls)),
    calculations    TEXT CHECK (calculations IS NULL OR json_valid(calculations)),
    sql_details     TEXT CHECK (sql_details IS NULL OR json_valid(sql_details)),
    is_active       INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    created_at      DATETIME NOT NULL DEFAULT (datetime('now'))
);

CREATE INDEX IF NOT EXISTS idx_chat_messages_conversation
    ON chat_messages (conversation_id, created_at);
CREATE INDEX IF NOT EXISTS idx_chat_messages_active
    ON chat_messages (conversation_id) WHERE is_active = 1;

-- Message counting and activity tracking; a soft delete takes a message out of the count.
CREATE TRIGGER IF NOT EXISTS chat_messages_added
AFTER INSERT ON chat_messages
BEGIN
    UPDATE conversations
    SET message_count = message_count + NEW.is_active,
        last_activity_at = max(last_activity_at, NEW.created_at),
        updated_at = datetime('now')
    WHERE conversation_id = NEW.conversation_id;
END;

CREATE TRIGGER IF NOT EXISTS chat_messages_soft_deleted
AFTER UPDATE OF is_active ON chat_messages
WHEN OLD.is_active <> NEW.is_active
BEGIN
    UPDATE conversations
    SET message_count = message_count + CASE WHEN NEW.is_active = 1 THEN 1 ELSE -1 END,
        updated_at = datetime('now')
    WHERE conversation_id = NEW.conversation_id;
END;
