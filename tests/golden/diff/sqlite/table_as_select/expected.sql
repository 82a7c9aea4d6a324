CREATE TABLE copy (
    a INT,
    "the b" TEXT,
    c
);
