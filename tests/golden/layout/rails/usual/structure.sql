CREATE TABLE users (id bigint);

INSERT INTO "schema_migrations" (version) VALUES
('20240301000000'),
('20240101000000'),
('20240201000000');

