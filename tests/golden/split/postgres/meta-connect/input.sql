SELECT 0;
\connect db
