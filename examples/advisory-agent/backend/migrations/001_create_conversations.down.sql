DROP INDEX IF EXISTS idx_conversations_session_id;
DROP INDEX IF EXISTS idx_conversations_customer_id;
DROP TABLE IF EXISTS conversations;
