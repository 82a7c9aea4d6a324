-- pawl:requires 004
-- A third state for conversations: archived.
--
-- SQLite cannot change a CHECK in place, so the table is made anew and its rows are
-- copied. chat_messages and conversation_summaries refer to it with ON DELETE
-- CASCADE: pawl keeps foreign keys off while this runs, so that DROP TABLE takes
-- no row of theirs along, and checks all keys before it commits. The triggers on
-- chat_messages name the table and have to be away while it is renamed.

DROP TRIGGER IF EXISTS chat_messages_added;
DROP TRIGGER IF EXISTS chat_messages_soft_deleted;

CREATE TABLE conversations_new (
    conversation_id  TEXT PRIMARY KEY,
    customer_id      TEXT,
    session_id       TEXT,
    scenario         TEXT NOT NULL CHECK (scenario IN ('A', 'B')),
    title            TEXT,
    status           TEXT NOT NULL DEFAULT 'active'
                     CHECK (status IN ('active', 'closed', 'archived')),
    message_count    INTEGER NOT NULL DEFAULT 0 CHECK (message_count >= 0),
    last_activity_at DATETIME NOT NULL DEFAULT (datetime('now')),
    metadata         TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata)),
    created_at       DATETIME NOT NULL DEFAULT (datetime('now')),
    updated_at       DATETIME NOT NULL DEFAULT (datetime('now')),
    CHECK (customer_id IS NOT NULL OR session_id IS NOT NULL)
);

INSERT INTO conversations_new
    (conversation_id, customer_id, session_id, scenario, title, status, message_count,
     last_activity_at, metadata, created_at, updated_at)
SELECT conversation_id, customer_id, session_id, scenario, title,
       status, message_count,
       last_activity_at, metadata, created_at, updated_at
FROM conversations;

DROP TABLE conversations;
ALTER TABLE conversations_new RENAME TO conversations;

CREATE INDEX idx_conversations_customer_id
    ON conversations (customer_id, last_activity_at);
CREATE INDEX idx_conversations_session_id
    ON conversations (session_id, last_activity_at);

CREATE TRIGGER chat_messages_added
AFTER INSERT ON chat_messages
BEGIN
    UPDATE conversations
    SET message_count = message_count + NEW.is_active,
        last_activity_at = max(last_activity_at, NEW.created_at),
        updated_at = datetime('now')
    WHERE conversation_id = NEW.conversation_id;
END;

CREATE TRIGGER chat_messages_soft_deleted
AFTER UPDATE OF is_active ON chat_messages
WHEN OLD.is_active <> NEW.is_active
BEGIN
    UPDATE conversations
    SET message_count = message_count + CASE WHEN NEW.is_active = 1 THEN 1 ELSE -1 END,
        updated_at = datetime('now')
    WHERE conversation_id = NEW.conversation_id;
END;
