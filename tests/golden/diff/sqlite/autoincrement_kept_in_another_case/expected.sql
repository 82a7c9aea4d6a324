PRAGMA foreign_keys = OFF;
CREATE TABLE pawl_new_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    n INTEGER NOT NULL
);
INSERT INTO pawl_new_events (id, n)
SELECT id, n
FROM events;
DELETE FROM sqlite_sequence WHERE name = 'pawl_new_events';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'pawl_new_events', seq FROM sqlite_sequence WHERE name = 'Events';
DROP TABLE events;
PRAGMA legacy_alter_table = ON;
ALTER TABLE pawl_new_events RENAME TO events;
PRAGMA legacy_alter_table = OFF;
