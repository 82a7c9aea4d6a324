CREATE TABLE fresh (a int, EXCLUDE USING gist (a WITH =));
