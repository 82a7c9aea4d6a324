SELECT 0;
\i other.sql
