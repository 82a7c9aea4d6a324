VACUUM users;
VACUUM (ANALYZE) users;
