CREATE TABLE log (at date NOT NULL, id integer, text text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE log_2024 PARTITION OF log FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE log_rest PARTITION OF log DEFAULT;
CREATE INDEX log_text ON log (text);
CREATE TABLE note (id integer PRIMARY KEY, log integer, at date, FOREIGN KEY (log, at) REFERENCES log (id, at));
CREATE TABLE base (id integer);
CREATE TABLE derived (more text) INHERITS (base);
