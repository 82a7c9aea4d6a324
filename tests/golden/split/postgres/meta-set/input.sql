SELECT 0;
\set x 1
