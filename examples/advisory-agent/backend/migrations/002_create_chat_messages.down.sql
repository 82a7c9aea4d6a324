DROP TRIGGER IF EXISTS chat_messages_soft_deleted;
DROP TRIGGER IF EXISTS chat_messages_added;
DROP INDEX IF EXISTS idx_chat_messages_active;
DROP INDEX IF EXISTS idx_chat_messages_conversation;
DROP TABLE IF EXISTS chat_messages;
