ALTER TABLE users ALTER email TYPE text USING lower(email)::text;
ALTER TABLE users ALTER age TYPE bigint USING age::bigint;
