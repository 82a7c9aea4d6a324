UPDATE chat_messages
SET calculations = json_set(coalesce(calculations, '{}'), '$.chart', json(chart_data)),
    chart_data = NULL
WHERE chart_data IS NOT NULL;
