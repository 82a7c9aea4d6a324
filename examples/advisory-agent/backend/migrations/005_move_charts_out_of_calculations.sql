-- pawl:requires 004
-- Data migration: until 004 the agent kept a chart inside calculations.chart.

UPDATE chat_messages
SET chart_data = json_extract(calculations, '$.chart'),
    calculations = json_remove(calculations, '$.chart')
WHERE json_type(calculations, '$.chart') = 'object' AND chart_data IS NULL;
