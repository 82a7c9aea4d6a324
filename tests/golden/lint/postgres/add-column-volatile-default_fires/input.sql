ALTER TABLE users ADD COLUMN u uuid DEFAULT gen_random_uuid();
