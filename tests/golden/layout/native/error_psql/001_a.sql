SELECT 1;
\c other
