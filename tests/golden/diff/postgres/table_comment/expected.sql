COMMENT ON TABLE t IS 'it''s new';
COMMENT ON COLUMN t.a IS 'the a';
