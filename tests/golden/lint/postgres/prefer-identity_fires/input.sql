CREATE TABLE fresh (a bigserial);
