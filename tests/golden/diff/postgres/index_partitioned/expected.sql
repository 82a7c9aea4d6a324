CREATE INDEX i ON m USING btree (at);
CREATE INDEX own ON m_1 USING btree (((at + 1)));
