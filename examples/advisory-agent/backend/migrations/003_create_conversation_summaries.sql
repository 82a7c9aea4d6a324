-- A conversation's overview as the language model wrote it: at most one each.

CREATE TABLE IF NOT EXISTS conversation_summaries (
    summary_id      INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL UNIQUE
                    REFERENCES conversations (conversation_id) ON DELETE CASCADE,
    short_title     TEXT NOT NULL CHECK (length(short_title) <= 80),
    summary         TEXT NOT NULL,
    -- model, confidence, how many messages were read
    quality_metrics TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(quality_metrics)),
    created_at      DATETIME NOT NULL DEFAULT (datetime('now')),
    updated_at      DATETIME NOT NULL DEFAULT (datetime('now'))
);

CREATE TRIGGER IF NOT EXISTS conversation_summaries_touched
AFTER UPDATE OF short_title, summary, quality_metrics ON conversation_summaries
BEGIN
    UPDATE conversation_summaries
    SET updated_at = datetime('now')
    WHERE summary_id = NEW.summary_id;
END;
