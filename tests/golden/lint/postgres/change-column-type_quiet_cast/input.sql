-- A cast to the new type is what happens anyway.
ALTER TABLE users ALTER email TYPE varchar(40) USING email::varchar(40);
ALTER TABLE users ALTER state TYPE varchar USING state::character varying;
