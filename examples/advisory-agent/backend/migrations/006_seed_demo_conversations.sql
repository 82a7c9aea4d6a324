-- pawl:requires 005
-- pawl:env dev
-- Two conversations to click through, one of each scenario. On developers' machines only.

INSERT INTO conversations (conversation_id, customer_id, session_id, scenario, title)
VALUES ('demo-a', 'CUST-0001', NULL, 'A', 'Can I retire at 60?'),
       ('demo-b', NULL, 'session-demo', 'B', 'What is an index fund?');

INSERT INTO chat_messages (conversation_id, role, content, calculations, chart_data)
VALUES ('demo-a', 'user', 'Can I retire at 60; what would I have each month?', NULL, NULL),
       ('demo-a', 'assistant', 'About 3,100 a month.',
        '{"monthly_income": 3100}', '{"type": "line", "series": ["savings"]}'),
       ('demo-b', 'user', 'What is an index fund?', NULL, NULL);

INSERT INTO conversation_summaries (conversation_id, short_title, summary, quality_metrics)
VALUES ('demo-a', 'Retiring at 60', 'Savings last if spending stays below 3,100 a month.',
        '{"confidence": 0.9, "messages_read": 2}');
