CREATE TABLE base (
    id integer
);
CREATE TABLE derived (
    more text
) INHERITS (base);
CREATE TABLE log (
    at date NOT NULL,
    id integer NOT NULL,
    text text,
    CONSTRAINT log_pkey PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE log_2024 PARTITION OF log FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE log_rest PARTITION OF log DEFAULT;
CREATE TABLE note (
    id integer NOT NULL,
    log integer,
    at date,
    CONSTRAINT note_pkey PRIMARY KEY (id),
    CONSTRAINT note_log_at_fkey FOREIGN KEY (log, at) REFERENCES log(id, at)
);
CREATE INDEX log_text ON log USING btree (text);
