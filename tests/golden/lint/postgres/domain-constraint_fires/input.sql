CREATE DOMAIN grown AS int CHECK (value > 17);
ALTER DOMAIN other ADD CONSTRAINT c CHECK (value > 0);
