CREATE TABLE users (id int);
CREATE TABLE schema_migrations (version varchar);
INSERT INTO schema_migrations (version) VALUES ('20120101000001');

INSERT INTO schema_migrations (version) VALUES ('20120101000002');
