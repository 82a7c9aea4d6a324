DELETE FROM conversation_summaries WHERE conversation_id IN ('demo-a', 'demo-b');
DELETE FROM chat_messages WHERE conversation_id IN ('demo-a', 'demo-b');
DELETE FROM conversations WHERE conversation_id IN ('demo-a', 'demo-b');
