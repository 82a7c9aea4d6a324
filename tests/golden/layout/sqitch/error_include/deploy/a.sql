
\i nowhere.sql
