CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL
);
INSERT INTO users VALUES (1, 'ann@example.org'), (7, 'bob@example.org');
create trigger if not exists t insert on "users" begin select 1 ; end;
