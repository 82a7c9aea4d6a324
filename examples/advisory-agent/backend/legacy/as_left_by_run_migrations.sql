-- A database as run_migrations.py left it, before 004 was written: run from the
-- project's folder by
--
--     sqlite3 backend/data/financial_data.db < backend/legacy/as_left_by_run_migrations.sql

PRAGMA foreign_keys = ON;

CREATE TABLE _migrations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    filename TEXT UNIQUE NOT NULL,
    applied_at DATETIME DEFAULT (datetime('now'))
);

.read backend/migrations/001_create_conversations.sql
INSERT INTO _migrations (filename, applied_at)
VALUES ('001_create_conversations.sql', '2025-06-02 08:15:00');

.read backend/migrations/002_create_chat_messages.sql
INSERT INTO _migrations (filename, applied_at)
VALUES ('002_create_chat_messages.sql', '2025-06-02 08:15:01');

.read backend/migrations/003_create_conversation_summaries.sql
INSERT INTO _migrations (filename, applied_at)
VALUES ('003_create_conversation_summaries.sql', '2025-06-02 08:15:01');

-- What customers had written by then. The chart still stands inside calculations.
INSERT INTO conversations (conversation_id, customer_id, scenario, title)
VALUES ('c-1001', 'CUST-0042', 'A', 'Rebalancing');

INSERT INTO chat_messages (conversation_id, role, content, calculations)
VALUES ('c-1001', 'user', 'Should I rebalance?', NULL),
       ('c-1001', 'assistant', 'Equity is 8 points above its target.',
        '{"drift": 8, "chart": {"type": "pie", "labels": ["equity", "bonds"]}}');

INSERT INTO conversation_summaries (conversation_id, short_title, summary)
VALUES ('c-1001', 'Rebalancing', 'Equity has drifted 8 points above target.');
