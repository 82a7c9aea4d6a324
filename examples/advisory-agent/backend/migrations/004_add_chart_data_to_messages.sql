-- Chart configurations, shown in line with the message they belong to.

ALTER TABLE chat_messages
    ADD COLUMN chart_data TEXT CHECK (chart_data IS NULL OR json_valid(chart_data));
