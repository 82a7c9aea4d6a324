CREATE TYPE f AS ENUM ('a');
CREATE TYPE c AS (a date, b f);
