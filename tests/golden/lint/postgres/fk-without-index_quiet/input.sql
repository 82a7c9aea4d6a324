CREATE TABLE fresh (u bigint REFERENCES users);
CREATE INDEX fresh_u ON fresh (u);
