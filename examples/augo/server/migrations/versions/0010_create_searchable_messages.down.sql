DROP TABLE searchable_messages;
