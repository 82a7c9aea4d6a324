ALTER TABLE chat_messages DROP COLUMN chart_data;
