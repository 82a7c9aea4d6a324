ALTER TABLE users ALTER COLUMN email TYPE varchar(40);
ALTER TABLE orders ALTER COLUMN total TYPE numeric(12,2);
ALTER TABLE users ALTER COLUMN email TYPE text;
