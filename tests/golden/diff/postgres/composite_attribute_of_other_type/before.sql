CREATE TYPE e AS ENUM ('a');
CREATE TYPE c AS (a integer, b e);
