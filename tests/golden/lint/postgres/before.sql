CREATE TABLE users (id bigint PRIMARY KEY, email varchar(20), age integer NOT NULL DEFAULT 0, state text);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, total numeric(10,2));
CREATE INDEX users_email ON users (email);
CREATE VIEW grown AS SELECT * FROM users WHERE age > 17;
CREATE TYPE mood AS ENUM ('sad', 'glad');
