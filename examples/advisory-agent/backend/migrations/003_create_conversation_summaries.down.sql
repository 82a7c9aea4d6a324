DROP TRIGGER IF EXISTS conversation_summaries_touched;
DROP TABLE IF EXISTS conversation_summaries;
