\set ON_ERROR_STOP 1
\set kind text
\set label 'it''s'
\set doc `cat data/doc.txt`
\echo hello
ALTER TABLE flipr.users ADD COLUMN name :kind;
INSERT INTO flipr.users (name) VALUES (:'label'), (:'doc'), (':label'), (1::text), (:unknown);
\i data/more.sql
\copy flipr.users(name) from 'data/rows.txt' with (null '-');
SELECT 2;
